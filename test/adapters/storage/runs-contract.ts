import type { Runs } from '../../../src/adapters/storage/runs';
import type { RunRow } from '../../../src/contract/runs/run-row';
import type { Stores } from './azurite-storage';
import { everyPage, idsOf, row } from './run-rows';

const ODD_IDS = [
  'a',
  'a.b',
  'A.B-c_d',
  'a..',
  '..',
  '.',
  "it's",
  'a/b',
  'a\\b',
  'a#b?c',
  'a%2Fb',
  'a~002fb',
  ' ',
  'ünï',
  '😀',
  '\u0001',
  '@parent:0000',
  "' or RowKey gt '",
  'x'.repeat(100),
  '/'.repeat(100),
  'y'.repeat(900),
];

/** What every store of runs keeps to. */
export function runsContract(connect: () => Stores): void {
  let runs: Runs;
  beforeEach(() => {
    runs = connect().runs;
  });

  test('gives back a row as it was created', async () => {
    const full: Required<RunRow> = {
      ...row('one'),
      workspace: 'prod',
      kind: 'pipeline',
      jobId: '9007199254740993',
      jobName: 'Nightly sales',
      caller: '11111111-2222-3333-4444-555555555555',
      tableKey: 'key',
      runId: '123',
      pipelineId: '0a1b',
      pageUrl: 'https://adb-1.1.azuredatabricks.net/?o=1#job/1/run/1',
      submitTriedAt: '2026-03-01T10:00:01.000Z',
      submitTriedAgainAt: '2026-03-01T10:00:01.500Z',
      cancelRequestedAt: '2026-03-01T10:00:02.000Z',
      cancelSentAt: '2026-03-01T10:00:03.000Z',
      callback: 'run https://hooks.example/?token=1',
      outcome: 'failed',
      endedWell: false,
      code: 'RUN_EXECUTION_ERROR',
      message: 'It went wrong.',
      endedAt: '2026-03-01T11:00:00.000Z',
      lateOutcome: 'succeeded',
      repairTriedAt: '2026-03-01T12:00:00.000Z',
      repairBase: '7',
    };
    await runs.create(full);
    await runs.create(row('two', { jobId: undefined, tableKey: '' }));
    expect(await runs.read('one')).toStrictEqual(full);
    expect(await runs.read('two')).toStrictEqual(row('two', { tableKey: '' }));
    const { callback: _, ...listed } = full;
    expect((await runs.list({ limit: 10 })).runs).toStrictEqual([listed, row('two', { tableKey: '' })]);
  });

  test('knows nothing of a run that was never there', async () => {
    expect(await runs.read('one')).toBeUndefined();
    expect(await runs.list({ limit: 10 })).toStrictEqual({ runs: [] });
    await expect(runs.update('one', { code: 'x' })).rejects.toThrow('there is no row of the run one');
    expect(await runs.read('one')).toBeUndefined();
  });

  test('leaves the first row when a run is created twice', async () => {
    await runs.create(row('one'));
    await runs.update('one', { runId: '1' });
    await runs.create(row('one', { nonce: 'another', submittedAt: '2027-01-01T00:00:00.000Z', job: 'other' }));
    const first = row('one', { runId: '1' });
    expect(await runs.read('one')).toStrictEqual(first);
    expect((await runs.list({ limit: 10 })).runs).toStrictEqual([first]);
  });

  test('removes a run for good, and no other one', async () => {
    for (const id of ['one', 'two']) await runs.create(row(id));
    await Promise.all([runs.remove('one'), connect().runs.remove('one')]);
    await runs.remove('one');
    await runs.remove('never there');
    expect(await runs.read('one')).toBeUndefined();
    expect((await runs.list({ limit: 10 })).runs).toStrictEqual([row('two')]);
    await expect(runs.update('one', { code: 'x' })).rejects.toThrow('there is no row of the run one');
    await runs.create(row('one', { nonce: 'another' }));
    expect(await runs.read('one')).toStrictEqual(row('one', { nonce: 'another' }));
  });

  test('creates one row for those who create it at once', async () => {
    await Promise.all(Array.from({ length: 20 }, (_, at) => runs.create(row('one', { nonce: `${at}` }))));
    const { runs: listed } = await runs.list({ limit: 10 });
    expect(listed).toStrictEqual([await runs.read('one')]);
  });

  test('changes what an update names, also in the list', async () => {
    await runs.create(row('one', { jobId: '1' }));
    await runs.update('one', { jobId: undefined, outcome: 'failed', timeoutSeconds: 60 });
    await runs.update('one', {});
    const changed = row('one', { jobId: '1', outcome: 'failed', timeoutSeconds: 60 });
    expect(await runs.read('one')).toStrictEqual(changed);
    expect((await runs.list({ limit: 10 })).runs).toStrictEqual([changed]);
  });

  test('takes away by empty text what an earlier life has left', async () => {
    const ended = { outcome: 'canceled', code: 'terminated', message: 'x', lateOutcome: 'succeeded' } as const;
    await runs.create(row('one', { ...ended, runId: '7', repairTriedAt: 'a' }));
    await runs.update('one', { outcome: 'succeeded', code: '', message: '', lateOutcome: '', runId: '' });
    await runs.update('one', { repairTriedAt: '', repairBase: '' });
    const left = row('one', { outcome: 'succeeded', repairBase: '' });
    expect(await runs.read('one')).toStrictEqual(left);
    expect((await runs.list({ limit: 10 })).runs).toStrictEqual([left]);
  });

  test('changes a row that is as it was read, and no other one', async () => {
    await runs.create(row('one', { code: 'x', callback: 'c' }));
    const [first, second] = [await runs.read('one'), await connect().runs.read('one')];
    if (!first || !second) throw new Error('no row');
    expect(await runs.updateAsRead(first, { outcome: 'failed', code: '' })).toBe(true);
    expect(await connect().runs.updateAsRead(second, { outcome: 'canceled' })).toBe(false);
    const { callback: _, ...listed } = row('one', { outcome: 'failed', callback: 'c' });
    expect(await runs.read('one')).toStrictEqual({ ...listed, callback: 'c' });
    expect((await runs.list({ limit: 10, outcome: 'failed' })).runs).toStrictEqual([listed]);
    expect(await runs.updateAsRead(row('gone'), { outcome: 'failed' })).toBe(false);
    expect(await runs.read('gone')).toBeUndefined();
  });

  test('is changed by one of those who have read it at the same time', async () => {
    await runs.create(row('one'));
    const read = await runs.read('one');
    if (!read) throw new Error('no row');
    const changed = await Promise.all(
      Array.from({ length: 8 }, (_, at) => connect().runs.updateAsRead(read, { code: `${at}` })),
    );
    expect(changed.filter(Boolean)).toHaveLength(1);
    expect((await runs.read('one'))?.code).toBe(String(changed.indexOf(true)));
  });

  test('keeps the updates of all who write to a row at once', async () => {
    await runs.create(row('one'));
    const changes = {
      jobId: '1',
      jobName: 'name',
      tableKey: 'key',
      runId: '2',
      pageUrl: 'https://x',
      submitTriedAt: 'a',
      cancelRequestedAt: 'b',
      cancelSentAt: 'c',
      outcome: 'canceled',
      endedWell: false,
      code: 'd',
      message: 'e',
      endedAt: 'f',
    } satisfies Partial<RunRow>;
    const others = [connect().runs, connect().runs, runs];
    await Promise.all(
      Object.entries(changes).map(([name, value], at) => others[at % others.length]?.update('one', { [name]: value })),
    );
    expect(await runs.read('one')).toStrictEqual({ ...row('one'), ...changes });
    expect((await runs.list({ limit: 10 })).runs).toStrictEqual([{ ...row('one'), ...changes }]);
  });

  test.each(ODD_IDS)('takes the id %j', async (id) => {
    await runs.create(row(id));
    await runs.create(row(`${id}x`));
    await runs.update(id, { runId: '7' });
    expect(await runs.read(id)).toStrictEqual(row(id, { runId: '7' }));
    expect(await runs.read(`${id}x`)).toStrictEqual(row(`${id}x`));
  });

  test('tells ids apart that differ in case, or in how they are written', async () => {
    const ids = ['a', 'A', 'a/b', 'a~002fb', 'a~002Fb', 'a%2fb', 'x'.repeat(400), `${'x'.repeat(400)}x`];
    for (const id of ids) await runs.create(row(id));
    for (const id of ids) expect(await runs.read(id)).toStrictEqual(row(id));
    const listed = (await everyPage(runs, { limit: 3 })).flat();
    expect(idsOf(listed).sort()).toEqual([...ids].sort());
  });

  test.each([
    ['odd characters', 'a\u0000\u0001\t\r\n"\'\\</x>{"a":1}--batch_ \uFEFFü😀', undefined],
    ['line separators', 'a\u2028b\u2029c', 'a\nb\nc'],
    ['half characters', 'a\uD800b\uDC00', 'a\uFFFDb\uFFFD'],
    ['the longest text', 'ü'.repeat(32_000), undefined],
    ['too long a text', `${'x'.repeat(31_999)}yy`, `${'x'.repeat(31_999)}…`],
    ['too long a text that would be cut inside a character', '😀'.repeat(20_000), `${'😀'.repeat(15_999)}…`],
    ['too long a text of wide characters', `x${'😀'.repeat(20_000)}`, `x${'😀'.repeat(15_999)}…`],
  ])('takes a message of %s', async (_, message, stored = message) => {
    await runs.create(row('one', { message }));
    await runs.create(row('two'));
    await runs.update('two', { message });
    expect((await runs.read('one'))?.message).toBe(stored);
    expect((await runs.read('two'))?.message).toBe(stored);
    expect((await runs.list({ limit: 2 })).runs.map((listed) => listed.message)).toEqual([stored, stored]);
  });
}
