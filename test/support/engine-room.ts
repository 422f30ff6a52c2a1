import { EventType } from '../../local/durable/history/event';
import type { RunProgress } from '../../src/contract/runs/orchestration/run-progress';
import { parseJson } from '../../src/domain/texts/int64-json';
import { ask } from './in-memory-host';
import type { runWorld } from './run-world';
import type { VirtualClock } from './virtual-clock';

type World = Pick<ReturnType<typeof runWorld>, 'host' | 'workspace'>;

const BASE = '/runtime/webhooks/durabletask';

/** What who holds a standard address can send, for example `terminate`. */
export async function standard(world: World, method: string, path: string, body?: unknown) {
  const answer = await ask(world.host.management, method, `${BASE}/${path}`, {
    body: body === undefined ? '' : JSON.stringify(body),
    headers: { 'content-type': 'application/json' },
  });
  const text = String(answer.body ?? '');
  return { status: answer.status, body: text === '' ? undefined : JSON.parse(text) };
}

export const standardStart = async (world: World, input: unknown, id = ''): Promise<string> =>
  (await standard(world, 'POST', `orchestrators/runJob${id && `/${id}`}`, input)).body.id;

export const wake = (world: World, id: string) => standard(world, 'POST', `instances/${id}/raiseEvent/changed`, null);

export async function progressOf(world: World, id: string): Promise<RunProgress> {
  const instance = await world.host.engine.read(id);
  return JSON.parse(instance?.customStatus ?? 'null');
}

/** How often this activity has been begun in the present generation. */
export async function begun(world: World, id: string, activity: string): Promise<number> {
  const history = await world.host.engine.history(id);
  return history.filter((event) => event.EventType === EventType.TaskScheduled && event.Name === activity).length;
}

/** Every instance has ended, nothing is left to do, and every history leads to the same actions once more. */
export async function expectSettled(world: World, clock: VirtualClock): Promise<void> {
  for await (const { instanceId, status } of world.host.engine.list()) {
    expect([instanceId, status]).toEqual([instanceId, expect.stringMatching(/^(Completed|Failed|Terminated)$/)]);
  }
  await world.host.engine.idle();
  expect(clock.waiting).toBe(0);
  for (const { id, then, now } of await world.host.replayAll()) expect([id, now]).toEqual([id, then]);
}

/** Each Databricks run that there is, in the order of its start. */
export async function databricksRuns(world: World): Promise<{ id: string; state: Record<string, string> }[]> {
  const token = { authorization: 'Bearer dapi-simulated-workspace' };
  const answer = await world.workspace.handle({
    method: 'GET',
    path: '/api/2.2/jobs/runs/list',
    query: 'limit=26',
    headers: token,
    body: Buffer.from(''),
  });
  const { runs = [] } = parseJson(String(answer.body)) as {
    runs?: { run_id: unknown; state: Record<string, string> }[];
  };
  return runs.map(({ run_id, state }) => ({ id: String(run_id), state })).reverse();
}

/** Until it is let go, what an episode has decided is not stored, and so not done. */
export function holdEpisodes({ host }: World): () => void {
  const { store } = host;
  const commit = store.commit.bind(store);
  let letGo = () => {};
  const held = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  store.commit = async (made) => {
    await held;
    return commit(made);
  };
  return letGo;
}

/** Busy with an event that nobody waits for, an instance takes all that comes meanwhile into one episode. */
export async function keepBusy(world: World, id: string): Promise<() => void> {
  const letGo = holdEpisodes(world);
  await standard(world, 'POST', `instances/${id}/raiseEvent/other`, null);
  return letGo;
}

/** Keeps an eye on every commit: how large each generation has grown, and what it has shown. */
export function watchGenerations({ host }: World) {
  const generations = new Map<string, { bytes: number; statuses: (string | null)[] }>();
  const commit = host.store.commit.bind(host.store);
  host.store.commit = (made) => {
    const { executionId, customStatus } = made.instance;
    const seen = generations.get(executionId) ?? { bytes: 0, statuses: [] };
    seen.bytes += JSON.stringify(made.events).length;
    seen.statuses.push(customStatus);
    generations.set(executionId, seen);
    return commit(made);
  };
  return { all: () => [...generations.values()] };
}
