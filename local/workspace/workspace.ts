import type { Clock } from '../clock';
import type { HttpHandler } from '../http';
import { DEMO_USER, type User } from './access';
import { answer, type Office } from './api/api';
import { withDefaults } from './api/settings-form';
import { freshWorkspace } from './scenarios/fresh-workspace';
import type { Scenario } from './scenarios/scenario';
import { USUAL_SETTINGS, type WorkspaceSettings } from './settings';
import type { AzureSide } from './sign-in/entra-token';
import { createKeyring } from './sign-in/keyring';
import { answerOAuth } from './sign-in/oauth';
import { createTokenOffice, giveFirstKeys, type TokenOffice } from './sign-in/token-office';
import { checkTasks } from './simulation/check-settings';
import { createWorld } from './simulation/create-world';
import type { Program } from './simulation/program';
import type { World } from './simulation/world';

export interface WorkspaceOptions extends Partial<WorkspaceSettings> {
  clock: Pick<Clock, 'now'>;
  /** Decides all ids. */
  seed?: number;
  /** The jobs it begins with. */
  scenarios?: readonly Scenario[];
  workspaceId?: string;
  /** Where its pages would be, without a slash at the end. */
  url?: string;
  users?: readonly User[];
  azure?: AzureSide;
}

export interface Workspace {
  readonly id: string;
  handle: HttpHandler;
  /** Adds the job of a story, under another name if one is given. Returns its id. */
  createJob(scenario: Scenario, name?: string): bigint;
  jobs(): { jobId: bigint; name: string }[];
  /** Whatever names this path, package or class runs this from now on. */
  addProgram(path: string, program: Program): void;
  /** May be changed while the workspace is in use. */
  readonly settings: WorkspaceSettings;
  readonly tokens: TokenOffice;
}

/** A Databricks workspace in memory. It does nothing by itself: each request first lets happen what is due by then. */
export function createWorkspace(options: WorkspaceOptions): Workspace {
  const { clock, seed = 1, scenarios = freshWorkspace, workspaceId = '1234567890123456' } = options;
  const url = options.url ?? `https://adb-${workspaceId}.${Number(BigInt(workspaceId) % 20n)}.azuredatabricks.net`;
  const now = () => clock.now();
  const world = createWorld(now(), seed);
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
  return {
    id: workspaceId,
    handle: async (request) => {
      world.timeline.runUntil(now());
      return answerOAuth(request, office.place, office) ?? answer(request, office);
    },
    createJob: (scenario, name) => {
      world.timeline.runUntil(now());
      return createJob(world, office, scenario, name);
    },
    jobs: () => [...world.jobs.values()].map(({ jobId, settings }) => ({ jobId, name: settings.name })),
    addProgram: (path, program) => void world.programs.set(path, program),
    settings: office.settings,
    tokens: createTokenOffice(office, now),
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

function giveFromTheStart(world: World, { name, member = false, permissions = {} }: User): void {
  if (member) {
    const id = String(world.ids.next(false));
    const entitlements = ['workspace-access'];
    world.servicePrincipals.set(id, { id, applicationId: name, displayName: name, active: true, entitlements });
  }
  for (const [jobId, permission] of Object.entries(permissions)) {
    const grants = world.grants.get(BigInt(jobId)) ?? new Map();
    world.grants.set(BigInt(jobId), grants.set(name, permission));
  }
}

function createJob(world: World, office: Office, scenario: Scenario, name?: string): bigint {
  const { jobId: wanted, giantIds = false, needs = [], programs = {} } = scenario;
  const needed = needs.map((other) => createJob(world, office, other));
  const told = typeof scenario.settings === 'function' ? scenario.settings(needed) : scenario.settings;
  const settings = withDefaults({ format: 'MULTI_TASK', ...told, ...(name !== undefined && { name }) }, '2.2');
  checkTasks(settings.tasks);
  for (const [path, program] of Object.entries(programs)) world.programs.set(path, program);
  const isFree = wanted !== undefined && !world.jobs.has(wanted);
  const jobId = isFree ? world.ids.reserve(wanted) : world.ids.next(giantIds);
  const creator = office.users[0]?.name ?? DEMO_USER.name;
  world.jobs.set(jobId, { jobId, creator, createdAt: world.timeline.now, giantIds, settings });
  return jobId;
}
