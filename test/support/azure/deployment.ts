import { randomUUID } from 'node:crypto';
import { type SimulatedWorkspace, startSimulatedWorkspace } from '../../../local/workspace/simulated-workspace';
import { createSignIns } from '../../../src/adapters/credentials/sign-ins';
import { createDatabricks } from '../../../src/adapters/databricks/databricks';
import type { DatabricksAuth } from '../../../src/contract/workspaces/databricks-auth';
import { type Azure, startAzure } from './azure';
import type { OwnDate } from './own-date';

export const WORKSPACE_HOST = 'adb-1234567890123456.7.azuredatabricks.net';
export const RESOURCE_ID = '/subscriptions/s/resourceGroups/g/providers/Microsoft.Databricks/workspaces/w';
/** Of the fresh workspace. */
export const JOB = '101';

/** Azure and a workspace in it, under their real names and by https, and the app's way to both. */
export interface Deployment {
  azure: Azure;
  workspace: SimulatedWorkspace;
  /** The workspace, as an app reaches it that is set up so, and remembers nothing yet. */
  connect(auth: DatabricksAuth, options?: { showsResource?: boolean }): ReturnType<typeof createDatabricks>;
  /** A service principal that may run the job; a new one each time, because the packages of Azure remember tokens. */
  newMember(): Promise<string>;
  /** One that is no member, and Contributor of the workspace as a resource. */
  newContributor(): string;
  /** What the workspace has answered since it was calm. */
  answered(): (number | undefined)[];
  calm(): void;
  stop(): Promise<void>;
}

export interface DeploymentOptions {
  /** What the workspace takes for the time, and how much faster it passes there. */
  time?: Pick<OwnDate, 'clock'>;
  speed?: number;
  /** All the names that lead to the workspace. */
  hosts?: readonly string[];
}

export async function startDeployment(options: DeploymentOptions = {}): Promise<Deployment> {
  const { time, speed = 1, hosts = [WORKSPACE_HOST] } = options;
  const azure = await startAzure();
  const { name, publicKey } = azure.issuer;
  const contributors: string[] = [];
  const workspace = await startSimulatedWorkspace({
    port: 0,
    tlsPort: 0,
    speed,
    seed: 1,
    log: () => {},
    ...(time && { clock: time.clock }),
    names: hosts,
    azure: { issuers: [{ name, publicKey }], resourceId: RESOURCE_ID, contributors },
  });
  const route = { port: workspace.tlsPort ?? 0, certificate: workspace.certificate };
  azure.route(Object.fromEntries(hosts.map((host) => [host, route])));
  const asAdmin = async (method: string, path: string, body: object) => {
    const answer = await workspace.handle({
      method,
      path: `/api/2.0/${path}`,
      query: '',
      headers: { authorization: `Bearer ${workspace.token}` },
      body: Buffer.from(JSON.stringify(body)),
    });
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.body}`);
  };
  return {
    azure,
    workspace,
    connect(auth, { showsResource = false } = {}) {
      const host = `https://${WORKSPACE_HOST}`;
      const now = () => Date.now();
      const resourceId = showsResource ? RESOURCE_ID : undefined;
      return createDatabricks({ host, ...createSignIns({ now })({ host, auth, resourceId }), now, version: '1.2.3' });
    },
    async newMember() {
      const applicationId = randomUUID();
      await asAdmin('POST', 'preview/scim/v2/ServicePrincipals', { applicationId });
      const permission = { service_principal_name: applicationId, permission_level: 'CAN_MANAGE_RUN' };
      await asAdmin('PATCH', `permissions/jobs/${JOB}`, { access_control_list: [permission] });
      return applicationId;
    },
    newContributor() {
      const applicationId = randomUUID();
      contributors.push(applicationId);
      return applicationId;
    },
    answered: () => workspace.requests.find().map(({ status }) => status),
    calm() {
      azure.calm();
      workspace.requests.clear();
      workspace.faults.clear();
    },
    async stop() {
      await azure.stop();
      await workspace.stop();
    },
  };
}
