import { join } from 'node:path';
import { type Deployment, JOB, startDeployment } from '../support/azure/deployment';
import { AUDIENCES } from '../support/azure/issuer';
import { type HostProcess, startHostProcess, temporaryFolder } from '../support/host-process';

const PATIENCE_MS = 60_000;
jest.setTimeout(PATIENCE_MS);

/** One workspace under four names, so that the app signs in to it in four ways. */
const HOSTS = {
  default: 'adb-1.1.azuredatabricks.net',
  principal: 'adb-2.2.azuredatabricks.net',
  machine: 'adb-3.3.azuredatabricks.net',
  token: 'adb-4.4.azuredatabricks.net',
};

const data = temporaryFolder();
let deployment: Deployment;
let host: HostProcess;

/** As in Azure: nothing is set that is for development, and all secrets are in a vault. */
async function environment(): Promise<Record<string, string>> {
  const { azure, workspace } = deployment;
  const [app, principal, machine] = [
    await deployment.newMember(),
    await deployment.newMember(),
    await deployment.newMember(),
  ];
  azure.identity.assign(app);
  azure.vault.letIn(app);
  azure.entra.addSecret(principal, 'secret-of-principal');
  workspace.tokens.add({ kind: 'secret', text: 'dose-of-machine', user: machine });
  workspace.tokens.add({ kind: 'token', text: 'dapi0123' });
  azure.vault.put('principal', 'secret-of-principal');
  azure.vault.put('machine', 'dose-of-machine');
  azure.vault.put('token', 'dapi0123');
  return {
    ...azure.environment(),
    AZURE_FUNCTIONS_ENVIRONMENT: 'Production',
    AZURE_CLIENT_ID: app,
    DATABRICKS_HOST: `https://${HOSTS.default}`,
    DATABRICKS_AUTH_TYPE: 'azure-msi',
    DATABRICKS_HOST__principal: `https://${HOSTS.principal}`,
    ARM_TENANT_ID__principal: azure.issuer.tenantId,
    ARM_CLIENT_ID__principal: principal,
    ARM_CLIENT_SECRET_URL__principal: azure.vault.secretUrl('principal'),
    DATABRICKS_HOST__machine: `https://${HOSTS.machine}`,
    DATABRICKS_CLIENT_ID__machine: machine,
    DATABRICKS_CLIENT_SECRET_URL__machine: azure.vault.secretUrl('machine'),
    DATABRICKS_HOST__token: `https://${HOSTS.token}`,
    DATABRICKS_TOKEN_SECRET__token: azure.vault.secretUrl('token'),
  };
}

beforeAll(async () => {
  deployment = await startDeployment({ hosts: Object.values(HOSTS), speed: 20 });
  const blank = { DATABRICKS_TOKEN: '', DATABRICKS_TOKEN_SECRET: '', AzureWebJobsStorage: '', JOBS_FILE: '' };
  const app = join(__dirname, '../..');
  host = await startHostProcess(app, data.path, { env: { ...blank, ...(await environment()) } });
});
afterAll(async () => {
  await host?.stop();
  await deployment.stop();
  await data.remove();
});

async function runIn(workspace: keyof typeof HOSTS): Promise<unknown> {
  const started = await fetch(`${host.url}/api/runs`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ job: JOB, workspace }),
  });
  if (started.status !== 202) throw new Error(`${started.status}: ${await started.text()}`);
  const { id } = (await started.json()) as { id: string };
  const deadline = Date.now() + PATIENCE_MS;
  for (;;) {
    const answer = await fetch(`${host.url}/api/runs/${id}?wait=20`);
    if (answer.status !== 202 || Date.now() > deadline) return answer.json();
  }
}

test('the built app runs a job in four workspaces, to each of which it signs in in another way', async () => {
  const aliases = Object.keys(HOSTS) as (keyof typeof HOSTS)[];
  for (const run of await Promise.all(aliases.map(runIn))) expect(run).toMatchObject({ outcome: 'succeeded' });
  const { azure, workspace } = deployment;
  expect(workspace.requests.find({ route: 'POST jobs/run-now' }).map(({ status }) => status)).toEqual([
    200, 200, 200, 200,
  ]);
  expect(azure.entra.requests.find().map(({ status }) => status)).toEqual([200]);
  expect(workspace.requests.find({ route: 'POST /oidc/v1/token' }).map(({ status }) => status)).toEqual([200]);
  expect(azure.vault.requests.find({ status: 200 })).toHaveLength(3);
  const resources = azure.identity.requests.find().map(({ query }) => query.resource);
  expect(new Set(resources)).toEqual(new Set([AUDIENCES.databricks, AUDIENCES.keyVault]));
});

test('none of the secrets stands in what the app has printed', () => {
  const printed = host.output();
  expect(printed).not.toMatch(/dose-|dapi0|secret-of|eyJ/);
});
