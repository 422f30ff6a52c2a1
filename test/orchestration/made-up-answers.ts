import { NOTHING_COLLECTED } from '../../src/orchestration/run-state';

export const RUN = {
  id: '77',
  jobId: '5',
  name: 'Made up',
  pageUrl: null,
  state: 'RUNNING',
  message: null,
  tasksDone: 0,
  tasksTotal: 1,
};

export const UNAVAILABLE = { kind: 'unavailable', code: 'HTTP_503', message: 'later', retryAfterMs: null } as const;
export const CRASHED = { kind: 'crashed', message: 'boom' } as const;
export const GOING = {
  kind: 'going',
  phase: 'running',
  run: RUN,
  cancelRequested: false,
  cancelProblem: null,
} as const;
export const DENIED = { kind: 'denied', code: 'databricksForbidden', message: 'no' } as const;
export const ENDED = {
  kind: 'ended',
  outcome: 'succeeded',
  queueSeconds: null,
  run: { ...RUN, state: 'SUCCESS' },
} as const;
export const CANCELED = { ...ENDED, outcome: 'canceled' } as const;
export const COLLECTED = { kind: 'collected', ...NOTHING_COLLECTED, output: 42 } as const;
