import { z } from 'zod';
import { CALLBACK_FIELDS, type Callback, takeCallback } from '../../callbacks/callback';
import { RUN_NOW_FIELDS } from '../../jobs/job-parameters';
import type { FieldProblem } from '../../problem';
import { fieldProblems } from '../../schema-problem';
import { RUN_KINDS } from '../run-kind';
import { jobSchema, RUN_OPTIONS, type RunRequest, runRequestSchema } from './run-request';

export type StartReading =
  | {
      ok: true;
      request: RunRequest;
      callback?: Callback | undefined;
      /** What the caller calls a field of the request. */
      asGiven(field: string): string;
    }
  | { ok: false; errors: FieldProblem[] };

/** The fields that stand at the top of a body of Databricks' run-now. */
const BARE_FIELDS = ['job_id', 'idempotency_token', ...Object.keys(RUN_NOW_FIELDS)];
const OUR_FIELDS = [...RUN_KINDS, 'runNow'];

/** For the description of the contract only, as the next one: what is called back is taken out before the rest is read. */
export const startRequestSchema = z
  .strictObject({ ...runRequestSchema.shape, ...CALLBACK_FIELDS })
  .meta({ description: 'What is to run, and how.', oneOf: RUN_KINDS.map((kind) => ({ required: [kind] })) });

/** Such a body is read by way of our own form. */
export const bareRunNowSchema = z
  .strictObject({ job_id: jobSchema, ...RUN_NOW_FIELDS, ...RUN_OPTIONS, ...CALLBACK_FIELDS })
  .describe("A body of Databricks' run-now as it is, with the options of this app beside it.");

/** The body of a start: our own form, or a body of Databricks' run-now as it is, with our own options beside it. */
export function readStartRequest(body: unknown): StartReading {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) {
    return { ok: false, errors: [{ field: '', detail: 'must be an object such as {"job": 123}' }] };
  }
  const { callback, errors, rest } = takeCallback(body);
  const reading = readRun(rest);
  if (reading.ok && errors.length === 0) return { ...reading, callback };
  return { ok: false, errors: [...(reading.ok ? [] : reading.errors), ...errors] };
}

function readRun(body: object): StartReading {
  const bare = BARE_FIELDS.find((name) => Object.hasOwn(body, name));
  if (bare === undefined) return read(body, (field) => field);
  const mixed = OUR_FIELDS.find((name) => Object.hasOwn(body, name));
  if (mixed !== undefined) {
    const detail = `cannot be combined with ${mixed}: name the job with job, and put the rest into runNow`;
    return { ok: false, errors: [{ field: bare, detail }] };
  }
  if (!hasId(body)) return { ok: false, errors: [{ field: 'job_id', detail: ID_RULE }] };
  return read(ourForm(body), (field) => field.replace(/^runNow\./, '').replace(/^job$/, 'job_id'));
}

const ID_RULE = 'must be the id of a job: a number above 0, or its digits as a text';

/** Databricks' own field takes no name. Whether the number is a good one is for the schema to say. */
function hasId(body: object): boolean {
  const { job_id } = body as { job_id?: unknown };
  return typeof job_id === 'number' || (typeof job_id === 'string' && /^\d+$/.test(job_id));
}

function read(form: object, asGiven: (field: string) => string): StartReading {
  const { success, data, error } = runRequestSchema.safeParse(form);
  if (success) return { ok: true, request: data, asGiven };
  return { ok: false, errors: fieldProblems(error).map(({ field, detail }) => ({ field: asGiven(field), detail })) };
}

function ourForm({ job_id, ...body }: { job_id?: unknown }): object {
  const isRunNow = ([name]: [string, unknown]) => BARE_FIELDS.includes(name);
  const entries = Object.entries(body);
  const options = Object.fromEntries(entries.filter((entry) => !isRunNow(entry)));
  return { ...options, job: job_id, runNow: Object.fromEntries(entries.filter(isRunNow)) };
}
