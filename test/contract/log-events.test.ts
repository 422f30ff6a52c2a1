import { databricksProblemSchema, type LogEvent, logEventSchema, type RunEnded } from '../../src/contract/log-events';
import type { Problem } from '../../src/domain/answer';

const ended: RunEnded = {
  event: 'runEnded',
  level: 'information',
  runId: 'r-1',
  databricksRunId: '9007199254740993',
  kind: 'job',
  job: 'sales',
  jobId: '101',
  workspace: 'default',
  outcome: 'succeeded',
  code: null,
  endedWell: true,
  durationSeconds: 61.5,
  queueSeconds: null,
  polls: 7,
  tries: 1,
};

const EVENTS: LogEvent[] = [
  {
    event: 'runStarted',
    level: 'information',
    runId: 'r-1',
    databricksRunId: '5',
    kind: 'job',
    job: 'sales',
    jobId: '101',
    workspace: 'default',
    timeoutSeconds: 86_400,
  },
  ended,
  {
    event: 'databricksProblem',
    level: 'warning',
    kind: 'unavailable',
    code: 'HTTP_429',
    during: 'check',
    throttled: true,
  },
  { event: 'startRefused', level: 'warning', code: 'jobNotFound', status: 404, correlationId: 'c-1' },
  {
    event: 'databricksChanged',
    level: 'information',
    change: 'jobDeleted',
    id: '101',
    workspace: 'default',
    caller: 'a',
  },
  { event: 'requestAnswered', level: 'information', function: 'showRun', status: 200, durationMs: 3, runId: 'r-1' },
];

describe('the events that the app logs', () => {
  test.each(EVENTS)('$event is read back from its line', (event) => {
    expect(logEventSchema.parse(JSON.parse(JSON.stringify(event)))).toEqual(event);
  });

  test('have no field beyond those that are written down, where a secret might slip through', () => {
    expect(logEventSchema.safeParse({ ...ended, parameters: { token: 'dapi' } }).success).toBe(false);
  });

  test('keep the ids of Databricks as text, with all their digits', () => {
    expect(logEventSchema.safeParse({ ...ended, databricksRunId: 5 }).success).toBe(false);
  });

  test('know every kind of problem that asking Databricks can end in', () => {
    const kinds: Record<Problem['kind'], true> = {
      unavailable: true,
      unauthenticated: true,
      forbidden: true,
      notFound: true,
      refused: true,
    };
    expect(databricksProblemSchema.shape.kind.options).toEqual(Object.keys(kinds));
  });
});
