import type { RunQuery, Runs } from '../../../src/adapters/storage/runs';
import { BadPageToken } from '../../../src/contract/paging/bad-page-token';
import type { RunRow } from '../../../src/contract/runs/run-row';
import type { Stores } from './azurite-storage';
import { everyPage, idsOf, row } from './run-rows';

/** What every list of runs keeps to. */
export function runListContract(connect: () => Stores): void {
  let runs: Runs;
  beforeEach(() => {
    runs = connect().runs;
  });

  describe('of 120 runs', () => {
    // Three runs a second, created in no particular order.
    const all = Array.from({ length: 120 }, (_, at) =>
      row(`run-${String((at * 37) % 120).padStart(3, '0')}`, {
        submittedAt: new Date(Date.UTC(2026, 0, 1, 0, 0, Math.floor(((at * 37) % 120) / 3))).toISOString(),
        job: at % 2 ? "Bob's job" : 'nightly-sales',
        jobId: at % 4 ? '11' : undefined,
        jobName: at % 8 ? undefined : 'the "big" one\'s name',
        outcome: at % 3 ? undefined : at % 6 ? 'failed' : 'succeeded',
      }),
    );
    const newestFirst = (rows: RunRow[]) =>
      rows.map(({ submittedAt }) => submittedAt).sort((one, other) => (one < other ? 1 : -1));
    const timesOf = (rows: RunRow[]) => rows.map(({ submittedAt }) => submittedAt);

    beforeEach(async () => {
      for (let at = 0; at < all.length; at += 30) await Promise.all(all.slice(at, at + 30).map(runs.create));
    });

    test.each([1000, 120, 119, 50, 7])('lists each once, newest first, in pages of %d', async (limit) => {
      const pages = await everyPage(runs, { limit });
      expect(pages.map((page) => page.length)).toEqual([
        ...Array.from({ length: Math.floor((all.length - 1) / limit) }, () => limit),
        ((all.length - 1) % limit) + 1,
      ]);
      expect(timesOf(pages.flat())).toEqual(newestFirst(all));
      expect(idsOf(pages.flat()).sort()).toEqual(idsOf(all).sort());
    });

    test('puts what is new before the pages that are still to come', async () => {
      const first = await runs.list({ limit: 60 });
      await runs.create(row('newest', { submittedAt: '2026-06-01T00:00:00.000Z' }));
      const second = await runs.list({ limit: 100, pageToken: first.nextPageToken });
      expect(idsOf([...first.runs, ...second.runs]).sort()).toEqual(idsOf(all).sort());
      expect(idsOf((await runs.list({ limit: 1 })).runs)).toEqual(['newest']);
    });

    test.each<[string, Omit<RunQuery, 'limit'>, (row: RunRow) => boolean]>([
      ['by a job with a quote', { job: "Bob's job" }, ({ job }) => job === "Bob's job"],
      ['by the id of a job', { job: '11' }, ({ jobId }) => jobId === '11'],
      ['by what would be a filter of its own', { job: "' or job ne '" }, () => false],
      ['by the name of a job', { job: 'the "big" one\'s name' }, ({ jobName }) => jobName !== undefined],
      ['by a job that means a filter', { job: "x' or job ne 'x" }, () => false],
      ['by outcome', { outcome: 'failed' }, ({ outcome }) => outcome === 'failed'],
      ['without an outcome', { outcome: 'none' }, ({ outcome }) => outcome === undefined],
      ['from a time on', { from: '2026-01-01T00:00:20.000Z' }, (r) => r.submittedAt >= '2026-01-01T00:00:20.000Z'],
      ['before a time', { to: '2026-01-01T00:00:20Z' }, (r) => r.submittedAt < '2026-01-01T00:00:20.000Z'],
      [
        'by all at once',
        { job: '11', outcome: 'none', from: '2026-01-01T01:00:05+01:00', to: '2026-01-01T00:00:30.000Z' },
        ({ jobId, outcome, submittedAt }) =>
          jobId === '11' &&
          outcome === undefined &&
          submittedAt >= '2026-01-01T00:00:05.000Z' &&
          submittedAt < '2026-01-01T00:00:30.000Z',
      ],
    ])('filters %s', async (_, query, matches) => {
      const expected = all.filter(matches);
      const pages = await everyPage(runs, { ...query, limit: 9 });
      expect(timesOf(pages.flat())).toEqual(newestFirst(expected));
      expect(idsOf(pages.flat()).sort()).toEqual(idsOf(expected).sort());
    });

    test('moves a run from those without an outcome to those with it', async () => {
      const [running] = (await runs.list({ outcome: 'none', limit: 1 })).runs;
      await runs.update(String(running?.id), { outcome: 'timedOut' });
      expect(idsOf((await runs.list({ outcome: 'timedOut', limit: 5 })).runs)).toEqual([running?.id]);
      expect(idsOf((await everyPage(runs, { outcome: 'none', limit: 50 })).flat())).not.toContain(running?.id);
    });

    test('refuses page tokens that are not its own', async () => {
      const { nextPageToken = '' } = await runs.list({ limit: 5 });
      expect(nextPageToken).toMatch(/^[\w-]+$/);
      const other = nextPageToken.replace(/.$/, (last) => (last === 'A' ? 'Q' : 'A'));
      for (const pageToken of [
        '',
        'x',
        'eyJ4IjoxfQ',
        nextPageToken.slice(1),
        `${nextPageToken}AAAA`,
        `${nextPageToken}=`,
        ` ${nextPageToken}`,
        other,
        nextPageToken.slice(0, -4),
      ]) {
        await expect(runs.list({ limit: 5, pageToken })).rejects.toThrow(BadPageToken);
      }
    });
  });

  test('lists what was left alone since a time, whether it is known by now what became of it or not', async () => {
    const ends: [string, Partial<RunRow>][] = [
      ['unknown', { outcome: 'unknown', code: 'runNotFound', endedAt: '2026-03-02T10:00:00.000Z' }],
      ['detached', { outcome: 'timedOut', code: 'detached', endedAt: '2026-03-03T10:00:00.000Z' }],
      [
        'late',
        { outcome: 'timedOut', code: 'cancelUnconfirmed', endedAt: '2026-03-04T10:00:00.000Z', lateOutcome: 'failed' },
      ],
      ['long ago', { outcome: 'unknown', endedAt: '2026-03-02T09:59:59.999Z' }],
      ['stopped', { outcome: 'timedOut', code: 'timeoutReached', endedAt: '2026-03-04T10:00:00.000Z' }],
      ['good', { outcome: 'succeeded', endedAt: '2026-03-04T10:00:00.000Z' }],
      ['going on', {}],
    ];
    for (const [id, end] of ends) {
      await runs.create(row(id));
      await runs.update(id, end);
    }
    const pages = await everyPage(runs, { leftAloneFrom: '2026-03-02T10:00:00.000Z', limit: 2 });
    expect(idsOf(pages.flat()).sort()).toEqual(['detached', 'late', 'unknown']);
  });

  test('lists runs of one kind, and those of a pipeline', async () => {
    const pipeline = { kind: 'pipeline', job: '', pipelineId: 'p-1' } as const;
    await runs.create(row('a job'));
    await runs.create(row('an update', pipeline));
    await runs.create(row('another', { ...pipeline, pipelineId: 'p-2' }));
    await runs.create(row('a statement', { kind: 'sql', job: '' }));
    const found = async (query: Omit<RunQuery, 'limit'>) =>
      idsOf((await everyPage(runs, { ...query, limit: 2 })).flat()).sort();
    expect(await found({ kind: 'job' })).toEqual(['a job']);
    expect(await found({ kind: 'pipeline' })).toEqual(['an update', 'another']);
    expect(await found({ kind: 'pipeline', job: 'p-1' })).toEqual(['an update']);
    expect(await found({ kind: 'sql' })).toEqual(['a statement']);
    expect(await found({ kind: 'submit' })).toEqual([]);
  });

  test('lists times that are far apart in their order', async () => {
    const times = [
      '-271821-04-20T00:00:00.000Z',
      '1969-12-31T23:59:59.999Z',
      '1970-01-01T00:00:00.000Z',
      '2026-03-01T10:00:00.000Z',
      '+275760-09-12T23:59:59.999Z',
    ];
    for (const submittedAt of times) await runs.create(row(String(times.indexOf(submittedAt)), { submittedAt }));
    expect(idsOf((await runs.list({ limit: 10 })).runs)).toEqual(['4', '3', '2', '1', '0']);
    expect(idsOf((await runs.list({ from: times[1], to: times[3], limit: 10 })).runs)).toEqual(['2', '1']);
  });

  test('refuses a time that is none', async () => {
    await expect(runs.list({ from: 'yesterday', limit: 10 })).rejects.toThrow('"yesterday" is not a time');
    await expect(runs.create(row('one', { submittedAt: '' }))).rejects.toThrow('"" is not a time');
    expect(await runs.read('one')).toBeUndefined();
  });
}
