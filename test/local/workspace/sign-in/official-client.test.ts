import { Agent } from 'node:https';
import { WorkspaceClient } from '@databricks/sdk-experimental';
import type { User } from '../../../../local/workspace/access';
import { type SimulatedWorkspace, startSimulatedWorkspace } from '../../../../local/workspace/simulated-workspace';
import { type Azure, startAzure } from '../../../support/azure/azure';
import { json, type StandIn, startStandIn } from '../../../support/azure/stand-in';

const HOST = 'adb-1234567890123456.7.azuredatabricks.net';
const MEMBER = '11111111-2222-3333-4444-555555555555';
const CONTRIBUTOR = '22222222-2222-3333-4444-555555555555';
const RESOURCE = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Databricks/workspaces/w';

const users: User[] = [
  { name: 'admin@x', tokens: ['dapi-admin'], admin: true },
  {
    name: MEMBER,
    tokens: [],
    secrets: ['dose-of-member'],
    servicePrincipal: true,
    member: true,
    permissions: { 101: 'CAN_VIEW' },
  },
];

let azure: Azure;
let management: StandIn;
let workspace: SimulatedWorkspace;

beforeAll(async () => {
  azure = await startAzure();
  const { name, publicKey } = azure.issuer;
  workspace = await startSimulatedWorkspace({
    port: 0,
    tlsPort: 0,
    speed: 1,
    seed: 1,
    log: () => {},
    names: [HOST],
    users,
    azure: { issuers: [{ name, publicKey }], resourceId: RESOURCE, contributors: [CONTRIBUTOR] },
  });
  // Asked for the resource, it tells the address of the workspace.
  management = await startStandIn(async () => json(200, { properties: { workspaceUrl: HOST } }), {
    names: ['management.azure.com'],
  });
  azure.route({ ...management.routes, [HOST]: { port: workspace.tlsPort ?? 0, certificate: workspace.certificate } });
  azure.entra.addSecret(MEMBER, 'secret-of-member');
  azure.entra.addSecret(CONTRIBUTOR, 'secret-of-contributor');
});

afterEach(() => {
  azure.calm();
  workspace.requests.clear();
});

afterAll(async () => {
  await azure.stop();
  await Promise.all([management.stop(), workspace.stop()]);
});

type Config = ConstructorParameters<typeof WorkspaceClient>[0];

const agents: Agent[] = [];
afterAll(() => agents.forEach((agent) => void agent.destroy()));

/** The client would not check any certificate by itself. */
function clientWith(config: Config): WorkspaceClient {
  const agent = new Agent({ keepAlive: true });
  agents.push(agent);
  return new WorkspaceClient({ host: `https://${HOST}`, env: {}, ...config }, { agent });
}

const jobOf = async (client: WorkspaceClient) => (await client.jobs.get({ job_id: 101 })).settings?.name;

const machine = { authType: 'oauth-m2m', clientId: MEMBER, clientSecret: 'dose-of-member' } as const;

test('the client signs in by OAuth for machines, once for many requests', async () => {
  const client = clientWith(machine);
  expect([await jobOf(client), await jobOf(client)]).toEqual(['Sales table', 'Sales table']);
  const [discovery, exchange, ...others] = workspace.requests.find();
  expect(discovery).toMatchObject({ path: '/oidc/.well-known/oauth-authorization-server', status: 200 });
  expect(exchange).toMatchObject({ path: '/oidc/v1/token', credentials: [{ in: 'authorization', scheme: 'Basic' }] });
  expect(others).toHaveLength(2);
});

test('over plain http it finds the endpoint there', async () => {
  const client = new WorkspaceClient({ host: workspace.url, env: {}, ...machine });
  expect(await jobOf(client)).toBe('Sales table');
});

test('a wrong OAuth secret is told as what it is', async () => {
  const client = clientWith({ ...machine, clientSecret: 'dose-of-nobody' });
  await expect(jobOf(client)).rejects.toThrow('invalid_client Client authentication failed');
});

const principal = (clientId: string, clientSecret: string): Config => ({
  authType: 'azure-client-secret',
  azureTenantId: azure.issuer.tenantId,
  azureClientId: clientId,
  azureClientSecret: clientSecret,
});

test('the client signs in with a secret of Entra, and what it has shown besides does no harm', async () => {
  expect(await jobOf(clientWith(principal(MEMBER, 'secret-of-member')))).toBe('Sales table');
  const [request] = workspace.requests.find();
  expect(request?.credentials.map((credential) => credential.in)).toEqual([
    'authorization',
    'x-databricks-azure-sp-management-token',
  ]);
  expect(azure.entra.requests.find({ route: 'POST /**' })).toHaveLength(2);
});

test('an identity that only has a right to the resource needs to show it', async () => {
  const contributor = principal(CONTRIBUTOR, 'secret-of-contributor');
  await expect(jobOf(clientWith(contributor))).rejects.toMatchObject({ statusCode: 403 });
  const showing = { ...contributor, azureWorkspaceResourceId: RESOURCE };
  expect(await jobOf(clientWith(showing))).toBe('Sales table');
  expect(workspace.requests.find().at(-1)?.headers).toMatchObject({
    'x-databricks-azure-workspace-resource-id': RESOURCE,
  });
});

test('a wrong secret of Entra is told as what it is', async () => {
  await expect(jobOf(clientWith(principal(MEMBER, 'wrong')))).rejects.toThrow('AADSTS7000215');
});
