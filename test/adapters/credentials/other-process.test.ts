import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { type Azure, startAzure } from '../../support/azure/azure';

const CLIENT = '11111111-2222-3333-4444-555555555555';
let azure: Azure;

beforeAll(async () => {
  azure = await startAzure();
  azure.identity.assign(CLIENT);
  azure.vault.letIn(CLIENT);
  azure.vault.put('databricks', 'dapi1');
});
afterAll(() => azure.stop());

const PROGRAM = `
  const { ManagedIdentityCredential } = require('@azure/identity');
  const { SecretClient } = require('@azure/keyvault-secrets');
  const client = new SecretClient('https://my-vault.vault.azure.net', new ManagedIdentityCredential('${CLIENT}'));
  client.getSecret('databricks').then(({ value }) => console.log(value));
`;

/** As a test would start the app with it. */
async function run(env: NodeJS.ProcessEnv): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', PROGRAM], { cwd: __dirname, env });
  return stdout.trim();
}

test('another process finds identity and vault by its environment alone', async () => {
  expect(await run({ PATH: process.env.PATH, ...azure.environment() })).toBe('dapi1');
  expect(azure.vault.requests.find().map(({ status }) => status)).toEqual([401, 200]);
});
