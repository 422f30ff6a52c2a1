import { RUN_NOW_FIELDS } from './job-parameters';
import type { FieldProblem } from './problem';
import { type RunRequest, runRequestSchema } from './run-request';
import { fieldProblems } from './schema-problem';

type Reading = { ok: true; request: RunRequest } | { ok: false; errors: FieldProblem[] };

/** The fields that stand at the top of a body of Databricks' run-now. */
const BARE_FIELDS = ['job_id', 'idempotency_token', ...Object.keys(RUN_NOW_FIELDS)];
const OUR_FIELDS = ['job', 'runNow'];

/** The body of a start: our own form, or a body of Databricks' run-now as it is, with our own options beside it. */
export function readStartRequest(body: unknown): Reading {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    return { ok: false, errors: [{ field: '', detail: 'must be an object such as {"job": 123}' }] };
  }
  const bare = BARE_FIELDS.find((name) => Object.hasOwn(body, name));
  if (bare === undefined) return read(body, (field) => field);
  const mixed = OUR_FIELDS.find((name) => Object.hasOwn(body, name));
  if (mixed !== undefined) {
    const detail = `cannot be combined with ${mixed}: name the job with job, and put the rest into runNow`;
    return { ok: false, errors: [{ field: bare, detail }] };
  }
  return read(ourForm(body), (field) => field.replace(/^runNow\./, '').replace(/^job$/, 'job_id'));
}

function read(form: object, asGiven: (field: string) => string): Reading {
  const { success, data, error } = runRequestSchema.safeParse(form);
  if (success) return { ok: true, request: data };
  return { ok: false, errors: fieldProblems(error).map(({ field, detail }) => ({ field: asGiven(field), detail })) };
}

function ourForm({ job_id, ...body }: { job_id?: unknown }): object {
  const isRunNow = ([name]: [string, unknown]) => BARE_FIELDS.includes(name);
  const entries = Object.entries(body);
  const options = Object.fromEntries(entries.filter((entry) => !isRunNow(entry)));
  return { ...options, job: job_id, runNow: Object.fromEntries(entries.filter(isRunNow)) };
}
