import type { z } from 'zod';
import type { FieldProblem } from './problem';

const MOST = 20;

/** What is wrong with a value, field by field, without what stands in the fields. */
export function fieldProblems(error: z.ZodError): FieldProblem[] {
  return error.issues.flatMap(problemsOf).slice(0, MOST);
}

export function describeIssues(error: z.ZodError): string {
  return fieldProblems(error)
    .map(({ field, detail }) => `${field || 'The body'} ${detail}.`)
    .join(' ');
}

function problemsOf(issue: z.core.$ZodIssue): FieldProblem[] {
  const field = issue.path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      field: cut([field, key].filter(Boolean).join('.')),
      detail: `is not a field that is known here${hintFor(key, issue.path)}`,
    }));
  }
  return [{ field: cut(field), detail: detailOf(issue) }];
}

/** What people write who know another tool, and what it is called here. */
const CALLED: Readonly<Record<string, string>> = {
  parameters: 'the parameters of a job go into runNow.job_parameters, or runNow.notebook_params',
  jobId: 'the job is named by job',
  jobName: 'the job is named by job',
  timeout: 'the time that a run may take is timeoutSeconds',
  callbackUrl: 'the address to call back is callbackUri',
  callback: 'the address to call back is callbackUri',
};

function hintFor(key: string, path: readonly PropertyKey[]): string {
  if (path.at(-1) === 'defaults') return ': parameters stand in job_parameters there, or in notebook_params';
  return Object.hasOwn(CALLED, key) ? `: ${CALLED[key]}` : '';
}

function detailOf(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.expected === 'never') return issue.message; // of a field that is known, and refused
      return /received undefined/.test(issue.message) ? 'is missing' : `must be ${article(issue.expected)}`;
    case 'too_small':
      return `must ${sizeOf(issue.origin)} at least ${issue.minimum}`;
    case 'too_big':
      return `must ${sizeOf(issue.origin)} at most ${issue.maximum}`;
    case 'invalid_value':
      return `must be one of ${issue.values.join(', ')}`;
    default:
      return issue.message.replace(/\.$/, '');
  }
}

const NAMES: Readonly<Record<string, string>> = {
  string: 'a text',
  record: 'an object',
  object: 'an object',
  array: 'a list',
  int: 'a whole number',
  number: 'a number',
  boolean: 'true or false',
};

const article = (expected: string) => NAMES[expected] ?? expected;
const sizeOf = (origin: string) => (origin === 'string' || origin === 'array' ? 'have a length of' : 'be');

/** Names come from outside, and go into an answer. */
export function cut(field: string): string {
  const plain = field.replace(/\p{Cc}/gu, '');
  return plain.length > 200 ? `${plain.slice(0, 200)}…` : plain;
}
