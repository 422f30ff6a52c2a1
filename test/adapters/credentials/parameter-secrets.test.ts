import { createParameterSecrets } from '../../../src/adapters/credentials/parameter-secrets';
import { type Azure, startAzure } from '../../support/azure/azure';
import { problemIn, valueIn } from '../databricks/client';

const CLIENT = '11111111-2222-3333-4444-555555555555';
const before = { ...process.env };
let azure: Azure;

beforeAll(async () => {
  azure = await startAzure();
  Object.assign(process.env, azure.identity.environment);
  azure.identity.assign(CLIENT);
  azure.vault.letIn(CLIENT);
});
afterEach(() => azure.calm());
afterAll(async () => {
  process.env = before;
  await azure.stop();
});

const secretsFor = (clientId = CLIENT) =>
  createParameterSecrets({ url: azure.vault.url, identity: { type: 'azure-msi', clientId } });

test('a secret is read each time anew, the newest version of it', async () => {
  const readSecret = secretsFor();
  azure.vault.put('warehouse-password', 'first');
  expect(valueIn(await readSecret('warehouse-password'))).toBe('first');
  azure.vault.put('warehouse-password', 'second');
  expect(valueIn(await readSecret('warehouse-password'))).toBe('second');
  expect(azure.identity.requests.find()).toHaveLength(1);
});

test('secrets that are wanted at the same time do not get into the way of each other', async () => {
  const readSecret = secretsFor();
  const names = Array.from({ length: 20 }, (_, index) => `secret-${index}`);
  for (const name of names) azure.vault.put(name, `of ${name}`);
  const values = await Promise.all(names.map(async (name) => valueIn(await readSecret(name))));
  expect(values).toEqual(names.map((name) => `of ${name}`));
});

test.each([
  ['is not there', () => {}, /^There is no secret wanted in the vault of KEY_VAULT_URL \(HTTP 404, SecretNotFound/],
  ['is disabled', () => disabled(), /^Key Vault refused the secret wanted: .*role Key Vault Secrets User \(HTTP 403/],
  ['is empty', () => void azure.vault.put('wanted', ' '), /^The secret wanted is empty\.$/],
])('a secret that %s is told', async (_what, prepare, message) => {
  azure.vault.remove('wanted');
  prepare();
  const problem = problemIn(await secretsFor()('wanted'));
  expect(problem).toMatchObject({ code: 'NO_SECRET', message: expect.stringMatching(message), mayHaveHappened: false });
  expect(problem.kind).not.toBe('unavailable');
});

function disabled(): void {
  azure.vault.put('wanted', 'no longer');
  azure.vault.disable('wanted');
}

test('an identity that has no role, or is not assigned to the app, is told', async () => {
  azure.vault.put('wanted', 'value');
  const other = '22222222-2222-3333-4444-555555555555';
  expect(problemIn(await secretsFor(other)('wanted')).message).toContain('see AZURE_CLIENT_ID');
  azure.identity.assign(other);
  expect(problemIn(await secretsFor(other)('wanted')).message).toContain('role Key Vault Secrets User');
});

test('a vault that is asked too often, or out of order, is one to ask later', async () => {
  azure.vault.put('wanted', 'value');
  const readSecret = secretsFor();
  azure.vault.throttle(1);
  expect(problemIn(await readSecret('wanted'))).toMatchObject({ kind: 'unavailable', code: 'NO_SECRET' });
  expect(valueIn(await readSecret('wanted'))).toBe('value');
  azure.vault.failWith({ route: 'GET /secrets/**', fault: { kind: 'answer', status: 503, form: 'htmlTitle' } });
  expect(problemIn(await readSecret('wanted'))).toMatchObject({ kind: 'unavailable', code: 'NO_SECRET' });
});

test('without a vault there is no secret', async () => {
  expect(problemIn(await createParameterSecrets(undefined)('wanted'))).toMatchObject({
    kind: 'refused',
    message: 'There is no vault: set KEY_VAULT_URL.',
  });
});
