import fc from 'fast-check';
import { createWorkspaces } from '../../src/adapters/databricks/workspaces';
import type { Instance } from '../../src/adapters/durable/instances';
import type { LogEvent } from '../../src/contract/log-events';
import type { RunResult } from '../../src/contract/runs/run-result';
import { StorageUnavailable } from '../../src/contract/storage-unavailable';
import { removeOld } from '../../src/upkeep/remove-old';
import { standard } from '../support/engine-room';
import { jobThatTakes } from '../support/made-up-job';
import { createMemoryStorage } from '../support/memory-storage';
import { ownTime, type VirtualClock } from '../support/virtual-clock';
import { DAY, nightlyWorld } from './nightly-world';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

test('the answer to a question for a table stays as long as it is fresh', async () => {
  const world = nightlyWorld({ clock });
  const { id } = (await world.get(`jobs/${world.jobId}/table?freshFor=24h`)).body;
  const { old } = world.app.claims;
  world.app.claims.old = () => old('9999'); // as if the run had taken for very long
  await world.ended(id);
  await world.seconds(2 * DAY - 60);
  await world.night();
  expect(await world.claims()).toEqual([id]);
  await world.seconds(120);
  await world.night();
  expect(await world.claims()).toEqual([]);
});

test('callbacks go with the runs that they were about', async () => {
  const world = nightlyWorld({ clock, callbackSecret: Buffer.alloc(32), callbackHosts: ['hooks.example.com'] });
  const id = await world.start({ job: world.jobId, callbackUri: 'https://hooks.example.com/done' });
  await world.ended(id);
  await world.days(29);
  await world.night();
  expect(await world.instanceIds()).toHaveLength(2);
  await world.days(2);
  await world.night();
  expect(world.summary()).toMatchObject({ instances: 2 });
  expect(await world.instanceIds()).toEqual([]);
});

test('a run that is left to the reaper keeps its row', async () => {
  const world = nightlyWorld({ clock, scenarios: [jobThatTakes(60)] });
  const id = await world.start({ job: world.jobId });
  await world.seconds(30);
  await standard(world, 'DELETE', 'instances/?createdTimeFrom=2020-01-01T00:00:00Z');
  Object.assign(world.app, { retention: { outputsDays: 1, instancesDays: 1, runsDays: 1 } });
  await world.days(20);
  await world.night();
  expect(await world.listed()).toEqual([id]);
  await world.days(20);
  await world.night();
  expect(await world.listed()).toEqual([]);
});

test.each(['runs', 'claims', 'outputs', 'instances'] as const)(
  'with %s out of reach the others have their turn, and the rest is done the next night',
  async (part) => {
    const world = nightlyWorld({ clock });
    const id = await world.start({ job: world.jobId }, 'runs', { 'idempotency-key': 'k' });
    await world.ended(id);
    await world.app.outputs.write(id, 'left-over.json', '{}');
    await world.days(500);
    const working = world.app[part];
    const away = () => Promise.reject(new StorageUnavailable('away', { cause: null }));
    const listing = { runs: '', claims: 'old', outputs: 'untouched', instances: 'ended' }[part];
    const broken = async function* () {
      yield await away();
    };
    Object.assign(world.app, { [part]: new Proxy(working, { get: (_, name) => (name === listing ? broken : away) }) });
    await world.night();
    expect(world.summary()).toMatchObject({ level: 'warning', unfinished: true });
    Object.assign(world.app, { [part]: working });
    await world.night();
    await world.night();
    expect(world.summary()).toMatchObject({ level: 'information', failed: 0 });
    expect([await world.listed(), await world.claims(), await world.instanceIds()]).toEqual([[], [], []]);
    expect(await world.app.outputs.read(id, 'left-over.json')).toBeUndefined();
  },
);

test('two timers at once do no harm', async () => {
  const world = nightlyWorld({ clock });
  for (let runs = 0; runs < 5; runs++) await world.ended(await world.start({ job: world.jobId }));
  await world.days(500);
  await Promise.all([world.night(), world.night()]);
  expect([await world.listed(), await world.instanceIds()]).toEqual([[], []]);
  expect(world.events.filter(({ event }) => event === 'unexpectedError')).toEqual([]);
});

describe('whatever there is', () => {
  const ageOf = fc.integer({ min: 0, max: 1000 });
  const aRun = fc.record({
    submitted: ageOf,
    state: fc.constantFrom<Instance['state'] | 'gone'>(
      'running',
      'suspended',
      'pending',
      'completed',
      'failed',
      'gone',
    ),
    ended: ageOf,
    claimed: ageOf,
    written: ageOf,
    row: fc.boolean(),
  });
  const NOW = Date.UTC(2030, 0, 1);
  const at = (days: number) => new Date(NOW - days * DAY * 1000).toISOString();
  const resultAt = (time: string): RunResult => ({
    outcome: 'succeeded',
    code: null,
    message: null,
    submittedAt: time,
    endedAt: time,
    run: null,
    failures: [],
    failuresOmitted: 0,
    outputBytes: 0,
    outputTruncated: false,
    outputProblem: null,
  });
  const ALIVE = ['running', 'suspended', 'pending'];

  test('what goes on loses nothing, and what has ended not before its time', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(aRun, { maxLength: 12 }), async (made) => {
        let time = NOW;
        const storage = createMemoryStorage(() => time);
        const events: LogEvent[] = [];
        const instances = new Map<string, Instance>();
        const all = made.map((run, index) => ({
          ...run,
          id: `run-${index}`,
          ended: Math.min(run.ended, run.submitted),
        }));
        for (const { id, submitted, state, ended, claimed, written, row } of all) {
          const isAlive = ALIVE.includes(state);
          if (state !== 'gone') {
            const lastUpdatedAt = at(isAlive ? 0 : ended);
            const result = state === 'completed' ? resultAt(lastUpdatedAt) : undefined;
            const rest = { input: {}, progress: undefined, result, lastWords: undefined };
            instances.set(id, { id, state, createdAt: at(submitted), lastUpdatedAt, ...rest });
          }
          const base = { id, nonce: 'n', submittedAt: at(submitted), timeoutSeconds: 30 * DAY, job: '1' };
          const end = { outcome: 'failed', endedWell: false, endedAt: at(ended) } as const;
          if (row) await storage.runs.create({ ...base, ...(!isAlive && end) });
          const claim = { instanceId: id, nonce: 'n', bodyHash: '', createdAt: at(claimed) };
          await storage.claims.take(id, claim);
          time = Date.parse(at(written));
          await storage.outputs.write(id, 'result.json', '{"failures":[],"outputs":[],"answers":[]}');
          time = NOW;
        }
        const purged: string[] = [];
        const reading = async (id: string) => instances.get(id);
        await removeOld({
          ...storage,
          workspaces: createWorkspaces([]),
          retention: { outputsDays: 7, instancesDays: 30, runsDays: 400 },
          now: () => NOW,
          log: (event) => void events.push(event),
          instances: {
            read: reading,
            async *ended(before: number) {
              for (const one of instances.values()) {
                if (!ALIVE.includes(one.state) && Date.parse(one.lastUpdatedAt) < before) yield one.id;
              }
            },
            purge: async (id: string) => {
              purged.push(id);
              return instances.delete(id);
            },
          } as never,
        });
        expect(events).toEqual([expect.objectContaining({ event: 'oldRemoved', failed: 0, unfinished: false })]);
        for (const { id, state, ended, claimed, written, row, submitted } of all) {
          const isAlive = ALIVE.includes(state);
          const isKnown = row || state !== 'gone';
          const hasRow = (await storage.runs.read(id)) !== undefined;
          const hasClaim = (await storage.claims.read(id)) !== undefined;
          const hasOutput = (await storage.outputs.read(id, 'result.json')) !== undefined;
          if (isAlive) {
            expect([hasRow, hasClaim, hasOutput, instances.has(id)]).toEqual([row, true, true, true]);
            continue;
          }
          expect(hasOutput).toBe(written <= 7 || (isKnown && ended <= 7));
          expect(hasClaim).toBe(claimed <= 7 || (isKnown && ended <= 2));
          expect(purged.includes(id)).toBe(state !== 'gone' && ended > 30);
          expect(hasRow).toBe(row && !(ended > 400 && submitted > 400));
        }
      }),
    );
  });
});
