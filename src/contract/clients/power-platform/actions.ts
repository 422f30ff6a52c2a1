import type { Method } from '../../openapi/types';
import type { Visibility } from './swagger';

/** An operation that flows can use. Its parameters and answers are those of the contract. */
export interface Action {
  method: Method;
  path: string;
  description: string;
  visibility?: Visibility;
}

const WAITS =
  'While the run goes on, the answer is 202 with a location: an action that follows the asynchronous pattern waits for the end.';

export const ACTIONS: readonly Action[] = [
  {
    method: 'post',
    path: '/runs',
    description: `Starts a run of a job, or joins the one that has been started with the same idempotency key. ${WAITS}`,
    visibility: 'important',
  },
  {
    method: 'get',
    path: '/runs/{id}',
    description: `How a run stands; once it has ended also its output, up to 32 KB. ${WAITS}`,
    visibility: 'important',
  },
  { method: 'get', path: '/runs/{id}/output', description: `The output of a run, as JSON. ${WAITS}` },
  {
    method: 'post',
    path: '/runs/{id}/cancel',
    description: 'Cancels a run. How it ends is up to Databricks: a run that was faster has still succeeded.',
  },
  { method: 'get', path: '/runs', description: 'What this app has started, page by page. It may lag by seconds.' },
  { method: 'get', path: '/jobs', description: 'The aliases of the catalog, and the jobs that this app may see.' },
  {
    method: 'get',
    path: '/jobs/{job}/table',
    description:
      'The rows of the latest run of a job with its default parameters, which is started if there is none. Ask again after 202: the location leads to the run, not to its rows.',
  },
  {
    method: 'get',
    path: '/links/{token}',
    description: 'Where an action that waits for a run asks how it stands. Flows have no need to use it.',
    visibility: 'internal',
  },
];

/** What flows have no use for, or a connector can not send. */
export const LEFT_OUT: readonly string[] = ['x-correlation-id', 'key', 'format', 'view', 'parameters'];

/** Connectors cut a request off after 120 seconds. */
export const LONGEST_WAIT_SECONDS = 100;
