import type { Clock } from '../clock';
import type { HttpHandler } from '../http';
import { DEMO_USER, type User } from './access';
import { answer, type Office } from './api/api';
import type { NotFoundSpelling } from './api/errors';
import { withDefaults } from './api/settings-form';
import { freshWorkspace } from './scenarios/fresh-workspace';
import type { Scenario } from './scenarios/scenario';
import { checkTasks } from './simulation/check-settings';
import { createWorld } from './simulation/create-world';
import type { Program } from './simulation/program';
import type { World } from './simulation/world';

export interface WorkspaceOptions {
  clock: Pick<Clock, 'now'>;
  /** Decides all ids. */
  seed?: number;
  /** The jobs it begins with. */
  scenarios?: readonly Scenario[];
  workspaceId?: string;
  /** Where its pages would be, without a slash at the end. */
  url?: string;
  users?: readonly User[];
  notFound?: NotFoundSpelling;
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
  notFound: NotFoundSpelling;
}

/** A Databricks workspace in memory. It does nothing by itself: each request first lets happen what is due by then. */
export function createWorkspace(options: WorkspaceOptions): Workspace {
  const { clock, seed = 1, scenarios = freshWorkspace, workspaceId = '1234567890123456' } = options;
  const url = options.url ?? `https://adb-${workspaceId}.${Number(BigInt(workspaceId) % 20n)}.azuredatabricks.net`;
  const world = createWorld(clock.now(), seed);
  const office: Office = {
    world,
    place: { workspaceId, url },
    users: options.users ?? [DEMO_USER],
    notFound: options.notFound ?? 'old400',
  };
  for (const scenario of scenarios) createJob(world, office, scenario);
  for (const user of office.users) giveFromTheStart(world, user);
  return {
    id: workspaceId,
    handle: async (request) => {
      world.timeline.runUntil(clock.now());
      return answer(request, office);
    },
    createJob: (scenario, name) => {
      world.timeline.runUntil(clock.now());
      return createJob(world, office, scenario, name);
    },
    jobs: () => [...world.jobs.values()].map(({ jobId, settings }) => ({ jobId, name: settings.name })),
    addProgram: (path, program) => void world.programs.set(path, program),
    get notFound() {
      return office.notFound;
    },
    set notFound(spelling) {
      office.notFound = spelling;
    },
  };
}

function giveFromTheStart(world: World, { name, permissions = {} }: User): void {
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
