import { JOB_RUN_ENDS, PROBLEMS, type ProblemCode, RUN_ENDS } from '../codes';
import { PROBLEM_TYPE } from '../problem';
import { type ComponentName, ref } from './components';
import { FAILED } from './examples';
import type { Header, Media, Response, Responses, Schema } from './types';

export const HEADERS: Record<string, Header> = {
  'x-correlation-id': {
    description: 'Finds this request in the log. What the caller sent as such, else a new one.',
    schema: { type: 'string' },
  },
  location: {
    description: 'Where what the answer is about can be seen: a run by a link, without a key.',
    schema: { type: 'string', format: 'uri' },
  },
  'retry-after': {
    description: 'In so many seconds it is worth asking again.',
    schema: { type: 'integer', minimum: 1 },
  },
  'x-output-truncated': {
    description: '`true`: the output was cut, by Databricks or by a limit of rows or bytes.',
    schema: { const: 'true' },
  },
  'x-output-chunks': {
    description: 'Of the rows of a SQL statement: the number of chunks that `?chunk=` gives.',
    schema: { type: 'integer', minimum: 0 },
  },
  'content-disposition': {
    description: 'The name of a file to keep it in.',
    schema: { type: 'string' },
  },
};

type HeaderName = keyof typeof HEADERS;

const headers = (...names: HeaderName[]) =>
  Object.fromEntries(['x-correlation-id', ...names].map((name) => [name, { $ref: `#/components/headers/${name}` }]));

export const json = (schema: Schema, examples?: Media['examples']): Record<string, Media> => ({
  'application/json': { schema, ...(examples && { examples }) },
});

export function answer(description: string, content?: Record<string, Media>, ...more: HeaderName[]): Response {
  return { description, headers: headers(...more), ...(content && { content }) };
}

/** While a run goes on. */
export const goesOn = (name: ComponentName, examples?: Media['examples']): Response =>
  answer('The run goes on.', json(ref(name), examples), 'location', 'retry-after');

/** A code, with one of its statuses where not all of them can come. */
type Refusal = ProblemCode | { code: ProblemCode; status: number };

/** What can be wrong with a body that need not be there. */
export const OPTIONAL_BODY_PROBLEMS = [
  'requestInvalid',
  'bodyNotUtf8',
  'bodyNotJson',
  'bodyTooDeep',
  'duplicateField',
  'fieldNotAllowed',
  'bodyTooLarge',
  'bodyEncoded',
] as const satisfies readonly ProblemCode[];

/** What can be wrong with a body. */
export const BODY_PROBLEMS = [...OPTIONAL_BODY_PROBLEMS, 'bodyMissing'] as const;

/** What is said where Databricks has not done what it was asked for. */
export const DATABRICKS_SAYS = [
  { code: 'databricksNotFound', status: 404 },
  { code: 'databricksRefused', status: 502 },
  'databricksUnavailable',
] as const satisfies readonly Refusal[];

const ALWAYS = ['storageUnavailable', 'internal'] as const;

/** What can go wrong, with the codes of each status. */
export function problems(...codes: readonly Refusal[]): Responses {
  return problemsWith([...codes, ...ALWAYS]);
}

/** The same for what needs nothing that could fail. */
export const refusals = (...codes: readonly Refusal[]): Responses => problemsWith(codes);

/** The same for what answers for a run, which may not have ended well. */
export function runProblems(...codes: readonly Refusal[]): Responses {
  return problemsWith([...codes, ...ALWAYS], Object.keys(RUN_ENDS));
}

/** The same where it can only be a run of a job. */
export function jobRunProblems(...codes: readonly Refusal[]): Responses {
  return problemsWith([...codes, ...ALWAYS], Object.keys(JOB_RUN_ENDS));
}

function problemsWith(codes: readonly Refusal[], ends: readonly string[] = []): Responses {
  const byStatus = new Map<number, string[]>();
  const add = (status: number, code: string) => byStatus.set(status, [...(byStatus.get(status) ?? []), code]);
  for (const each of codes) {
    const [code, statuses] = typeof each === 'string' ? [each, PROBLEMS[each].statuses] : [each.code, [each.status]];
    for (const status of statuses) add(status, code);
  }
  for (const code of ends) add(424, code);
  return Object.fromEntries([...byStatus].map(([status, allowed]) => [status, problem(status, allowed)]));
}

function problem(status: number, codes: readonly string[]): Response {
  const schema = { allOf: [ref('Problem'), { properties: { status: { const: status }, code: { enum: codes } } }] };
  return {
    description: DESCRIPTIONS[status] ?? '',
    headers: headers(...(status === 503 ? (['retry-after'] as const) : [])),
    content: { [PROBLEM_TYPE]: { schema, ...(codes.includes('runFailed') && { examples: FAILED }) } },
  };
}

const DESCRIPTIONS: Readonly<Record<number, string>> = {
  400: 'The request is not right.',
  401: 'The key is missing or wrong, or the token. Where the platform says so, there is no body.',
  403: 'The caller may not do that.',
  404: 'There is no such thing.',
  409: 'The name is not clear, or another run is in the way.',
  410: 'It is gone.',
  413: 'The body is too large.',
  415: 'The body is not plain JSON.',
  422: 'It does not fit together.',
  424: 'The run did not end well (`?onFailure=200` asks for status 200 instead), or its output can not be had.',
  500: 'Something is wrong in this app.',
  502: 'Databricks refused.',
  503: 'Databricks or the storage can not be reached now.',
  504: 'Nobody knows whether it was done.',
};

/** Of every route that is not open to anyone. */
export const guarded = (...codes: readonly Refusal[]): Responses =>
  problemsWith(['callerUnknown', 'roleMissing', 'callerNotAllowed', ...codes]);

/** Of one that is open to every caller. */
export const SIGNED_IN: Responses = problemsWith(['callerUnknown']);
