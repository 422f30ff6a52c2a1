import type { Clock } from '../clock';
import type { HttpHandler } from '../http';
import { DEMO_USER, type User } from './access';
import { answer, type Office } from './api/api';
import { answerStorage } from './api/result-storage';
import { withDefaults } from './api/settings-form';
import { createLookOut } from './look-out';
import { freshClusters } from './scenarios/fresh-clusters';
import { freshWorkspace } from './scenarios/fresh-workspace';
import type { Scenario } from './scenarios/scenario';
import { DEMO_WAREHOUSE, KNOWN_STATEMENTS } from './scenarios/statements';
import { USUAL_SETTINGS, type WorkspaceSettings } from './settings';
import type { AzureSide } from './sign-in/entra-token';
import { createKeyring } from './sign-in/keyring';
import { answerOAuth } from './sign-in/oauth';
import { createTokenOffice, giveFirstKeys, type TokenOffice } from './sign-in/token-office';
import { checkTasks } from './simulation/check-settings';
import { createWorld } from './simulation/create-world';
import { addPipeline } from './simulation/pipelines/add-pipeline';
import { type Query, queryKey } from './simulation/statements/query';
import type { Warehouse } from './simulation/statements/statement';
import type { Program } from './simulation/tasks/program';
import type { World } from './simulation/world';
import { type Deliver, toWebhook } from './webhook';

export interface WorkspaceOptions extends Partial<WorkspaceSettings> {
  clock: Clock;
  /** Decides all ids. */
  seed?: number;
  /** The jobs it begins with. */
  scenarios?: readonly Scenario[];
  workspaceId?: string;
  /** Where its pages would be, without a slash at the end. */
  url?: string;
  users?: readonly User[];
  azure?: AzureSide;
  /** Of SQL. By default there is one, for everybody. */
  warehouses?: readonly Warehouse[];
  /** Its way out. Without one, nobody is told of anything. */
  deliver?: Deliver;
}

export interface Workspace {
  readonly id: string;
  handle: HttpHandler;
  /** Adds the job of a story, under another name if one is given. Returns its id. */
  createJob(scenario: Scenario, name?: string): bigint;
  jobs(): { jobId: bigint; name: string }[];
  /** Whatever names this path, package or class runs this from now on. */
  addProgram(path: string, program: Program): void;
  /** What a SQL statement of this text does from now on. */
  addQuery(statement: string, query: Query): void;
  /** May be changed while the workspace is in use. */
  readonly settings: WorkspaceSettings;
  readonly tokens: TokenOffice;
  /** Nothing happens by itself from here on. */
  stop(): void;
}

/**
 * A Databricks workspace in memory. Each request first lets happen what is due by then; by itself the workspace does
 * something only while there are destinations for notifications.
 */
export function createWorkspace(options: WorkspaceOptions): Workspace {
  const { clock, seed = 1, scenarios = freshWorkspace, workspaceId = '1234567890123456', deliver } = options;
  const url = options.url ?? `https://adb-${workspaceId}.${Number(BigInt(workspaceId) % 20n)}.azuredatabricks.net`;
  const now = () => clock.now();
  const world = createWorld(now(), seed, (notification) => {
    if (deliver) void deliver(toWebhook(notification, workspaceId)).catch(() => {});
  });
  const lookOut = createLookOut(world, clock);
  const office: Office = {
    world,
    place: { workspaceId, url },
    users: options.users ?? [DEMO_USER],
    keyring: createKeyring(now),
    azure: options.azure ?? { issuers: [] },
    settings: settingsOf(options),
  };
  for (const scenario of scenarios) createJob(world, office, scenario);
  for (const user of office.users) giveFromTheStart(world, user);
  giveFirstKeys(office);
  for (const warehouse of options.warehouses ?? [{ id: DEMO_WAREHOUSE }]) world.warehouses.set(warehouse.id, warehouse);
  for (const [text, query] of Object.entries(KNOWN_STATEMENTS)) world.queries.set(queryKey(text), query);
  addClusters(world, office);
  return {
    id: workspaceId,
    handle: async (request) => {
      world.timeline.runUntil(now());
      const answered =
        answerOAuth(request, office.place, office) ?? answerStorage(request, world) ?? answer(request, office);
      lookOut.look();
      return answered;
    },
    createJob: (scenario, name) => {
      world.timeline.runUntil(now());
      return createJob(world, office, scenario, name);
    },
    jobs: () => [...world.jobs.values()].map(({ jobId, settings }) => ({ jobId, name: settings.name })),
    addProgram: (path, program) => void world.programs.set(path, program),
    addQuery: (statement, query) => void world.queries.set(queryKey(statement), query),
    settings: office.settings,
    tokens: createTokenOffice(office, now),
    stop: lookOut.stop,
  };
}

function settingsOf(options: WorkspaceOptions): WorkspaceSettings {
  const {
    notFound = USUAL_SETTINGS.notFound,
    expiredToken = USUAL_SETTINGS.expiredToken,
    oauthLifetimeSeconds = USUAL_SETTINGS.oauthLifetimeSeconds,
  } = options;
  return { notFound, expiredToken, oauthLifetimeSeconds };
}

function addClusters(world: World, { users }: Office): void {
  for (const cluster of freshClusters(users[0]?.name ?? DEMO_USER.name, world.timeline.now)) {
    world.clusters.set(cluster.clusterId, cluster);
  }
}

function giveFromTheStart(world: World, user: User): void {
  const { name, member = false, permissions = {}, clusterPermissions = {}, pipelinePermissions = {} } = user;
  if (member) {
    const id = String(world.ids.next(false));
    const entitlements = ['workspace-access'];
    world.servicePrincipals.set(id, { id, applicationId: name, displayName: name, active: true, entitlements });
  }
  for (const [jobId, permission] of Object.entries(permissions)) {
    const grants = world.grants.get(BigInt(jobId)) ?? new Map();
    world.grants.set(BigInt(jobId), grants.set(name, permission));
  }
  for (const [pipelineId, permission] of Object.entries(pipelinePermissions)) {
    world.pipelines.get(pipelineId)?.grants.set(name, permission);
  }
  for (const [clusterId, permission] of Object.entries(clusterPermissions)) {
    const grants = world.clusterGrants.get(clusterId) ?? new Map();
    world.clusterGrants.set(clusterId, grants.set(name, permission));
  }
}

function createJob(world: World, office: Office, scenario: Scenario, name?: string): bigint {
  const { jobId: wanted, giantIds = false, needs = [], programs = {}, pipelines = [] } = scenario;
  const needed = needs.map((other) => createJob(world, office, other));
  const told = typeof scenario.settings === 'function' ? scenario.settings(needed) : scenario.settings;
  const settings = withDefaults({ format: 'MULTI_TASK', ...told, ...(name !== undefined && { name }) }, '2.2');
  checkTasks(settings.tasks);
  for (const [path, program] of Object.entries(programs)) world.programs.set(path, program);
  const isFree = wanted !== undefined && !world.jobs.has(wanted);
  const jobId = isFree ? world.ids.reserve(wanted) : world.ids.next(giantIds);
  const creator = office.users[0]?.name ?? DEMO_USER.name;
  for (const pipeline of pipelines) addPipeline(world, pipeline, creator);
  world.jobs.set(jobId, { jobId, creator, createdAt: world.timeline.now, giantIds, settings });
  return jobId;
}
