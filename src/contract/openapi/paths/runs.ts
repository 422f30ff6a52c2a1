import { ref } from '../components';
import { GOES_ON, STARTS, SUCCEEDED } from '../examples';
import { CORRELATION_ID, IDEMPOTENCY_KEY, inPath, ON_FAILURE, PAGE, RUN_FILTER, WAIT } from '../parameters';
import {
  answer,
  BODY_PROBLEMS,
  DATABRICKS_SAYS,
  goesOn,
  guarded,
  json,
  OPTIONAL_BODY_PROBLEMS,
  problems,
  runProblems,
} from '../responses';
import type { Paths } from '../types';

const RUN_ID = inPath('id', 'The id of the run here.', '6f1c2d6e-53a5-4d5c-9b1f-0a64e2d0f3a7');

const RUN_ENDED = {
  operationId: 'runEnded',
  summary: 'Hear that a run has ended',
  description:
    'Sent to `callbackUri` and signed as Standard Webhooks say, again and again for 24 hours until it is answered with a 2xx, or 410. A message may come twice, with the same `webhook-id`.',
  parameters: ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => ({
    name,
    in: 'header',
    required: true,
    schema: { type: 'string' },
  })),
  requestBody: { required: true, description: 'The run.', content: json(ref('Run'), SUCCEEDED) },
  responses: { '2XX': { description: 'It was heard.' }, 410: { description: 'Nobody listens here any more.' } },
};

export const RUN_PATHS: Paths = {
  '/runs': {
    post: {
      operationId: 'startRun',
      tags: ['Runs'],
      summary: 'Start a run, or join it',
      description:
        'What is wrong with the request is said at once; what goes wrong later is told by the run. Without a key, a request that is sent twice starts two runs.',
      parameters: [...IDEMPOTENCY_KEY, WAIT, ON_FAILURE, CORRELATION_ID],
      requestBody: {
        required: true,
        description: 'What is to run. It may not be longer than 256 KB.',
        content: json({ anyOf: [ref('RunRequest'), ref('BareRunNow')] }, STARTS),
      },
      responses: {
        200: answer(
          'The run has ended well, in the time of `wait` or because it was joined.',
          json(ref('Run'), SUCCEEDED),
        ),
        202: goesOn('StartedRun', GOES_ON),
        ...guarded('jobNotAllowed', 'kindNotAllowed'),
        ...runProblems(
          'queryInvalid',
          'idempotencyKeyInvalid',
          ...BODY_PROBLEMS,
          'jobUnknown',
          'jobAmbiguous',
          'runGoesOn',
          'callbackTaken',
          'tooManyRuns',
          'idempotencyKeyReused',
          { code: 'databricksNotFound', status: 503 }, // a name could not be looked up
          { code: 'databricksRefused', status: 503 },
          'databricksUnavailable',
        ),
      },
      callbacks: { runEnded: { '{$request.body#/callbackUri}': { post: RUN_ENDED } } },
    },
    get: {
      operationId: 'listRuns',
      tags: ['Runs'],
      summary: 'List the runs of this app, newest first',
      parameters: [...RUN_FILTER, ...PAGE, CORRELATION_ID],
      responses: {
        200: answer('A page of runs.', json(ref('RunList'))),
        ...guarded(),
        ...problems('queryInvalid'),
      },
    },
  },
  '/runs/{id}': {
    get: {
      operationId: 'showRun',
      tags: ['Runs'],
      summary: 'See how a run stands',
      parameters: [RUN_ID, WAIT, ON_FAILURE, CORRELATION_ID],
      responses: {
        200: answer('The run has ended well.', json(ref('Run'), SUCCEEDED)),
        202: goesOn('Run', GOES_ON),
        ...guarded(),
        ...runProblems('queryInvalid', 'runUnknown'),
      },
    },
  },
  '/runs/{id}/repair': {
    post: {
      operationId: 'repairRun',
      tags: ['Runs'],
      summary: 'Run what has failed of a run once more',
      description:
        'In the same run of Databricks, and followed under the same id. The same request, sent again while the repair goes on, meets it.',
      parameters: [RUN_ID, WAIT, ON_FAILURE, CORRELATION_ID],
      requestBody: { required: false, description: 'Which tasks, and how.', content: json(ref('RepairRequest')) },
      responses: {
        200: answer('The run has ended well, in the time of `wait`.', json(ref('Run'), SUCCEEDED)),
        202: goesOn('Run', GOES_ON),
        ...guarded('kindNotAllowed'),
        ...runProblems(
          'queryInvalid',
          ...OPTIONAL_BODY_PROBLEMS,
          'runUnknown',
          'runGoesOn',
          'runArchived',
          'nothingToRepair',
          'notRepairable',
          'workspaceUnknown',
          ...DATABRICKS_SAYS,
        ),
      },
    },
  },
  '/runs/{id}/explain': {
    get: {
      operationId: 'explainRun',
      tags: ['Runs'],
      summary: 'See why a run was slow or failed',
      description:
        'In plain words, put together from what Databricks tells of its queue, its tasks and their clusters. Of a run that goes on it says what that waits for. The status says nothing of how the run ended.',
      parameters: [RUN_ID, CORRELATION_ID],
      responses: {
        200: answer('An account of the run.', json(ref('Explanation'))),
        ...guarded(),
        ...problems('queryInvalid', 'runUnknown'),
      },
    },
  },
  '/runs/{id}/cancel': {
    post: {
      operationId: 'cancelRun',
      tags: ['Runs'],
      summary: 'Cancel a run',
      description: 'How it ends is up to Databricks: a run that was faster has still succeeded.',
      parameters: [RUN_ID, CORRELATION_ID],
      responses: {
        200: answer('The run has ended already.', json(ref('Run'), SUCCEEDED)),
        202: goesOn('Run'),
        ...guarded(),
        ...problems('queryInvalid', 'runUnknown', 'workspaceUnknown', ...DATABRICKS_SAYS),
      },
    },
  },
};
