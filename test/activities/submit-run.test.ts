import { createHash } from 'node:crypto';
import { idempotencyToken, submitRun } from '../../src/activities/submit-run';
import type { Databricks } from '../../src/adapters/databricks/databricks';
import type { Catalog } from '../../src/contract/jobs/catalog';
import type { SubmitInput } from '../../src/contract/runs/orchestration/activity-io';
import type { RunRow } from '../../src/contract/runs/run-row';
import { bad, good, madeUpDatabricks } from '../support/made-up-databricks';
import { createMemoryStorage } from '../support/memory-storage';
import { oneWorkspace } from '../support/one-workspace';

const AT = (second: number) => new Date(Date.UTC(2026, 0, 1, 0, 0, second)).toISOString();

const INPUT: SubmitInput = {
  instanceId: 'run-1',
  nonce: 'nonce',
  attempt: 1,
  attemptAt: null,
  request: '{"job":"5","runNow":{"job_parameters":{"region":"NORTE"}}}',
  submittedAt: AT(0),
  timeoutSeconds: 50,
  harmlessTryAt: null,
  correlationId: null,
  now: AT(10),
};

const CATALOG: Catalog = new Map([
  [
    'nightly',
    { job: '4711', defaults: { job_parameters: { day: 'today', region: 'ALL' } }, allowedParameters: ['region'] },
  ],
]);

const STARTED: Databricks['runNow'] = async () => good({ runId: '77' });

async function submit(
  runNow: Databricks['runNow'] | undefined,
  input: Partial<SubmitInput> = {},
  row?: Partial<RunRow>,
  look: (row: RunRow | undefined) => void = () => {},
) {
  const { runs } = createMemoryStorage();
  if (row) {
    const { nonce = 'nonce', ...marks } = row;
    await runs.create({ id: 'run-1', nonce, submittedAt: AT(0), timeoutSeconds: 50, job: '5' });
    await runs.update('run-1', marks);
  }
  const looked: Databricks['runNow'] | undefined =
    runNow &&
    (async (...asked) => {
      look(await runs.read('run-1'));
      return runNow(...asked);
    });
  const tools = {
    workspaces: oneWorkspace(madeUpDatabricks(looked ? { runNow: looked } : {})),
    runs,
    catalog: CATALOG,
    allowedKinds: ['job'] as const,
    index: createMemoryStorage().index,
    readSecret: async () => ({ ok: true, value: 'unused' }) as const,
    log: () => {},
  };
  const result = await submitRun({ ...INPUT, ...input }, tools);
  return { result, row: await runs.read('run-1') };
}

test('a start sends what the request says, with a token of its own', async () => {
  const sent: unknown[] = [];
  const { result, row } = await submit(async (body) => {
    sent.push(body);
    return good({ runId: '9007199254740993' });
  });
  expect(result).toEqual({ kind: 'started', runId: '9007199254740993' });
  expect(sent).toEqual([
    { job_id: '5', job_parameters: { region: 'NORTE' }, idempotency_token: idempotencyToken(INPUT) },
  ]);
  expect(row).toMatchObject({ runId: '9007199254740993', submitTriedAt: AT(10), job: '5', jobId: '5' });
});

test('the catalog has its say', async () => {
  const sent: unknown[] = [];
  await submit(
    async (body) => {
      sent.push(body);
      return good({ runId: '77' });
    },
    { request: '{"job":"nightly","runNow":{"job_parameters":{"region":"SUR"}},"workspace":"Default"}' },
  );
  expect(sent).toMatchObject([{ job_id: '4711', job_parameters: { day: 'today', region: 'SUR' } }]);
});

test('tokens differ by instance, nonce and attempt, and by nothing else', () => {
  const hash = createHash('sha256').update('run-1|nonce|1').digest('hex');
  expect(idempotencyToken(INPUT)).toBe(hash);
  const others = [{ instanceId: 'run-2' }, { nonce: 'other' }, { attempt: 2 }];
  const tokens = others.map((other) => idempotencyToken({ ...INPUT, ...other }));
  expect(new Set([idempotencyToken(INPUT), ...tokens]).size).toBe(4);
  expect(idempotencyToken({ ...INPUT, now: AT(20), harmlessTryAt: AT(10), request: '{}' })).toBe(
    idempotencyToken(INPUT),
  );
  expect(idempotencyToken(INPUT)).toHaveLength(64); // what Databricks takes at most
});

test('the try is written down before Databricks is asked', async () => {
  const { runs } = createMemoryStorage();
  let seen: RunRow | undefined;
  const runNow: Databricks['runNow'] = async () => {
    seen = await runs.read('run-1');
    return good({ runId: '77' });
  };
  await submitRun(INPUT, {
    workspaces: oneWorkspace(madeUpDatabricks({ runNow })),
    runs,
    catalog: CATALOG,
    allowedKinds: ['job'] as const,
    index: createMemoryStorage().index,
    readSecret: async () => ({ ok: true, value: 'unused' }) as const,
    log: () => {},
  });
  expect(seen).toMatchObject({ submitTriedAt: AT(10) });
});

test.each([
  ['{"job":"5","workspace":"other"}', /workspace must be a workspace/],
  ['{"job":"nightly","runNow":{"job_parameters":{"day":"x"}}}', /day is not among/],
  ['{"job":"Some name"}', /job must be the id/],
  ['{"job":"5","pollSeconds":0}', /pollSeconds/],
  ['[]', /must be an object/],
  ['', /must be an object/],
])('%s is refused without a word to Databricks', async (request, why) => {
  const { result, row } = await submit(undefined, { request });
  expect(result).toEqual({
    kind: 'rejected',
    code: 'requestInvalid',
    message: expect.stringMatching(why),
    mayHaveStarted: false,
  });
  expect(row).toBeUndefined();
});

describe('a run that was cancelled', () => {
  const cancelled = { cancelRequestedAt: AT(5) };

  test.each<[string, Partial<RunRow>, Partial<SubmitInput>]>([
    ['before any try', {}, {}],
    ['after a try that has started nothing', { submitTriedAt: AT(4) }, { harmlessTryAt: AT(4) }],
  ])('%s is not started', async (_, row, input) => {
    expect((await submit(undefined, input, { ...cancelled, ...row })).result).toEqual({ kind: 'canceled' });
  });

  test.each<[string, Partial<RunRow>, Partial<SubmitInput>]>([
    ['a try of which nobody knows', { submitTriedAt: AT(4) }, {}],
    ['a try after the last harmless one', { submitTriedAt: AT(4) }, { harmlessTryAt: AT(2) }],
    ['this very try, which has crashed', { submitTriedAt: AT(10) }, { harmlessTryAt: AT(2) }],
  ])('after %s is met, to be cancelled', async (_, row, input) => {
    expect((await submit(STARTED, input, { ...cancelled, ...row })).result).toEqual({ kind: 'started', runId: '77' });
  });

  test('in an earlier life of its id is started', async () => {
    const old = { nonce: 'old', cancelRequestedAt: AT(-9), submitTriedAt: AT(-10), endedAt: AT(-5) };
    expect((await submit(STARTED, {}, old)).result).toMatchObject({ kind: 'started' });
    expect((await submit(async () => bad('forbidden'), {}, old)).result).toMatchObject({ mayHaveStarted: false });
  });

  test('in this life of an id that was used before is not started', async () => {
    const old = { nonce: 'old', submitTriedAt: AT(-10), endedAt: AT(-5), ...cancelled };
    expect((await submit(undefined, {}, old)).result).toEqual({ kind: 'canceled' });
  });

  test('before its orchestration had begun is not started, though the row is not its own', async () => {
    const marked = { nonce: 'of the handler', cancelRequestedAt: AT(-1) };
    expect((await submit(undefined, {}, marked)).result).toEqual({ kind: 'canceled' });
  });
});

describe('when the time is up', () => {
  test('nothing is started', async () => {
    expect((await submit(undefined, { now: AT(50) })).result).toEqual({ kind: 'tooLate' });
    expect((await submit(undefined, { now: AT(50), harmlessTryAt: AT(49) }, { submitTriedAt: AT(49) })).result).toEqual(
      {
        kind: 'tooLate',
      },
    );
  });

  test('what may have been started is met', async () => {
    expect((await submit(STARTED, { now: AT(55) }, { submitTriedAt: AT(49) })).result).toMatchObject({
      kind: 'started',
    });
  });
});

describe('what Databricks says instead', () => {
  test.each([
    ['unauthenticated', 'databricksUnauthenticated'],
    ['forbidden', 'databricksForbidden'],
    ['notFound', 'jobNotFound'],
    ['refused', 'databricksRefused'],
  ] as const)('%s: rejected', async (kind, code) => {
    const { result } = await submit(async () => bad(kind));
    expect(result).toEqual({ kind: 'rejected', code, message: 'made up (MADE_UP)', mayHaveStarted: false });
  });

  test.each([
    ['of this try', true, {}, true],
    ['of an earlier try', false, { submitTriedAt: AT(4) }, true],
    ['of none', false, {}, false],
  ])('nothing is known %s', async (_, mayHaveHappened, row, mayHaveStarted) => {
    const { result } = await submit(async () => bad('unavailable', { mayHaveHappened, retryAfterMs: 7000 }), {}, row);
    expect(result).toEqual({
      kind: 'unavailable',
      code: 'MADE_UP',
      message: 'made up',
      retryAfterMs: 7000,
      mayHaveStarted,
      triedAt: AT(10),
    });
  });
});

describe('a further attempt', () => {
  const attempt = { attempt: 2, attemptAt: AT(8) };
  const first = { submitTriedAt: AT(2), runId: '1' };

  test('is started anew, and until it is the run of the one before is not taken for its own', async () => {
    let meanwhile: RunRow | undefined;
    const { result, row } = await submit(STARTED, attempt, first, (seen) => {
      meanwhile = seen;
    });
    expect(meanwhile).not.toHaveProperty('runId');
    expect(result).toEqual({ kind: 'started', runId: '77' });
    expect(row).toMatchObject({ runId: '77', submitTriedAt: AT(10) });
  });

  test('that has started nothing leaves the run of the one before', async () => {
    const { row } = await submit(async () => bad('refused'), attempt, first);
    expect(row).toMatchObject({ runId: '1', submitTriedAt: AT(2) });
  });

  test('of which nobody knows leaves none', async () => {
    const { row } = await submit(async () => bad('unavailable', { mayHaveHappened: true }), attempt, first);
    expect(row).not.toHaveProperty('runId');
  });

  test('does not begin before its pause is over, but can be cancelled in it', async () => {
    const early = { ...attempt, now: AT(7) };
    expect((await submit(undefined, early, first)).result).toEqual({ kind: 'early' });
    expect((await submit(undefined, early, { ...first, cancelRequestedAt: AT(6) })).result).toEqual({
      kind: 'canceled',
    });
  });

  test.each([AT(8), AT(9)])('that was tried at %s is met', async (submitTriedAt) => {
    const row = { submitTriedAt, cancelRequestedAt: AT(9) };
    expect((await submit(STARTED, attempt, row)).result).toMatchObject({ kind: 'started', runId: '77' });
  });

  test('whose run is known is not started again', async () => {
    const { result } = await submit(undefined, attempt, { submitTriedAt: AT(9), runId: '5' });
    expect(result).toEqual({ kind: 'started', runId: '5' });
  });
});
