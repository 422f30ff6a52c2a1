import { OUTCOMES } from '../../domain/outcome';
import { CALLER_AUTHS } from '../callers/caller';
import { RUN_KINDS } from '../runs/run-kind';
import { FORMATS } from '../table/format';
import type { Parameter, Schema } from './types';

const query = (name: string, description: string, schema: Schema): Parameter => ({
  name,
  in: 'query',
  description,
  schema,
});

export const inPath = (name: string, description: string, example: string): Parameter => ({
  name,
  in: 'path',
  required: true,
  description,
  schema: { type: 'string' },
  example,
});

export const CORRELATION_ID: Parameter = {
  name: 'x-correlation-id',
  in: 'header',
  description: 'Finds this request in the log. One that does not fit is replaced.',
  schema: { type: 'string', pattern: '^[A-Za-z0-9._-]{1,100}$' },
};

const KEY = { type: 'string', minLength: 1, maxLength: 255, pattern: '^[!-~]+$' };

export const IDEMPOTENCY_KEY: readonly Parameter[] = [
  {
    name: 'Idempotency-Key',
    in: 'header',
    description: 'Starts or joins: requests with the same key and body meet the same run, for 7 days.',
    schema: KEY,
  },
  query('key', 'The same for callers that can not send the header.', KEY),
];

export const WAIT = query('wait', 'Waits up to so many seconds for the run to end before it answers.', {
  type: 'integer',
  minimum: 0,
  maximum: 200,
  default: 0,
});

export const ON_FAILURE = query('onFailure', 'The status of the answer when the run did not end well.', {
  type: 'string',
  enum: ['424', '200'],
  default: '424',
});

export const TASK = query('task', 'The task whose output is meant.', { type: 'string' });

export const FORMAT = query('format', 'Goes before the header `Accept`. JSON if neither says anything.', {
  type: 'string',
  enum: FORMATS,
});

export const CHUNK = query('chunk', 'One chunk of the rows of a SQL statement, counted from 0.', {
  type: 'integer',
  minimum: 0,
});

export const VIEW = query('view', "`raw`: Databricks' own answer, without the parameters of the run.", {
  type: 'string',
  enum: ['parsed', 'raw'],
  default: 'parsed',
});

export const pageOf = (maximum: number, usual: number): readonly Parameter[] => [
  query('limit', 'The most that a page holds.', { type: 'integer', minimum: 1, maximum, default: usual }),
  query('pageToken', 'The `nextPageToken` of the page before.', { type: 'string' }),
];

export const PAGE = pageOf(100, 25);

const TIME = { type: 'string', examples: ['2026-01-31', '2026-01-31T06:00:00Z'] };

export const RUN_FILTER: readonly Parameter[] = [
  query(
    'job',
    'Runs of this job, by its id, its name, or the alias it was asked for by; or of the pipeline with this id.',
    {
      type: 'string',
    },
  ),
  query('kind', 'Runs of this kind only.', { type: 'string', enum: RUN_KINDS }),
  query(
    'outcome',
    '`none`: runs of which no end is written down. They go on, or were terminated, deleted or never started.',
    { type: 'string', enum: [...OUTCOMES, 'none'] },
  ),
  query('from', 'Submitted at this time or later.', TIME),
  query('to', 'Submitted before this time.', TIME),
];

const MOMENT = { type: 'string', examples: ['2026-01-31', '2026-01-31T06:00:00Z', '1769839200000'] };

const BETWEEN: readonly Parameter[] = [
  query('from', 'At this time or later. Also in milliseconds since 1970.', MOMENT),
  query('to', 'At this time or sooner. Also in milliseconds since 1970.', MOMENT),
];

export const JOB_RUN_FILTER: readonly Parameter[] = [
  query('state', 'Runs that go on, or have ended, only.', {
    type: 'string',
    enum: ['all', 'active', 'completed'],
    default: 'all',
  }),
  ...BETWEEN,
];

export const CLUSTER_STATES = query('state', 'Clusters in one of these states only, with commas between them.', {
  type: 'string',
  examples: ['RUNNING', 'PENDING,RESTARTING'],
});

export const EVENT_FILTER: readonly Parameter[] = [
  ...BETWEEN,
  query('order', '`DESC`: the latest is first.', { type: 'string', enum: ['DESC', 'ASC'], default: 'DESC' }),
  query('type', 'Events of these types only, with commas between them.', {
    type: 'string',
    examples: ['RESIZING,UPSIZE_COMPLETED'],
  }),
];

export const JOB_NAME = query('name', 'Jobs of this name only. It must be the whole name, in upper or lower case.', {
  type: 'string',
});

export const WORKSPACE = query(
  'workspace',
  'The workspace: its alias, its host name, or `adb-….N` (default: that of the alias, else the first one).',
  { type: 'string' },
);

export const SIGN_IN = query(
  'signIn',
  'How Data Factory signs in: by a function key, or by its managed identity (default: as the app asks of its callers).',
  { type: 'string', enum: CALLER_AUTHS },
);

export const TABLE_OPTIONS: readonly Parameter[] = [
  query('name', 'The name of the job, where the path has `-` for it.', { type: 'string' }),
  {
    name: 'parameters',
    in: 'query',
    description:
      'The parameters of the job, as `p.NAME=VALUE` each: job parameters if the job or the catalog declares any, and then no others; else notebook parameters.',
    schema: {
      type: 'object',
      patternProperties: { '^p\\..': { type: 'string' } },
      additionalProperties: false,
    },
    style: 'form',
    explode: true,
    example: { 'p.region': 'NORTE' },
  },
  query('freshFor', 'How old the rows may be, from the end of their run: `90s`, `15m`, `2h`; at most `24h`.', {
    type: 'string',
    pattern: '^\\d{1,6}[smh]?$',
    default: '15m',
  }),
  query('mode', '`peek`: only what is there is read, and nothing is ever started.', {
    type: 'string',
    enum: ['run', 'peek'],
    default: 'run',
  }),
  query('run', 'Only this run is read, and nothing is ever started. From `next` of an answer before.', {
    type: 'string',
  }),
];
