import { z } from 'zod';
import { secretReferenceSchema } from '../secret-reference';

/** Databricks takes no more than this for each kind of parameters, as JSON. */
const MOST_BYTES = 10_000;

const fits = (value: unknown) => new TextEncoder().encode(JSON.stringify(value)).length <= MOST_BYTES;
const TOO_LONG = `must not be longer than ${MOST_BYTES} bytes as JSON, which is the limit of Databricks`;
const isAscii = (texts: readonly string[]) => texts.every((text) => /^[\x20-\x7e\t\r\n]*$/.test(text));
const NOT_ASCII = 'may hold ASCII characters only, which is a rule of Databricks for this kind';

/** What can be handed on as it is: `__proto__` gets lost on the way, and a control character would hide in every log. */
export const isParameterName = (name: string): boolean => /^\P{Cc}+$/u.test(name) && name !== '__proto__';
const hasPlainNames = (parameters: object) => Object.keys(parameters).every(isParameterName);
const NOT_PLAIN = 'must not have a parameter without a name, or with control characters in its name';

const map = z
  .record(z.string(), z.union([z.string(), secretReferenceSchema], 'must be a text, or {"$secret": "name"}'))
  .refine(fits, TOO_LONG)
  .refine(hasPlainNames, NOT_PLAIN);
const list = z.array(z.string()).refine(fits, TOO_LONG);
const asciiList = list.refine(isAscii, NOT_ASCII);

/** Of tasks and tables. Databricks' own limits are narrower. */
const names = z.array(z.string().min(1).max(1000)).max(1000);

/** What an update of a pipeline can be told, by a job or without one. */
export const PIPELINE_FIELDS = {
  full_refresh: z.boolean().optional(),
  full_refresh_selection: names.optional(),
  refresh_selection: names.optional(),
  reset_checkpoint_selection: names.optional(),
  validate_only: z.boolean().optional(),
} as const;

/** The fields of Databricks' run-now, but for the job's id and the idempotency token, which are ours to give. */
export const RUN_NOW_FIELDS = {
  job_parameters: map.optional(),
  notebook_params: map.optional(),
  python_params: asciiList.optional(),
  python_named_params: map.optional(),
  jar_params: list.optional(),
  spark_submit_params: asciiList.optional(),
  sql_params: map.optional(),
  dbt_commands: list.optional(),
  pipeline_params: z.strictObject(PIPELINE_FIELDS).optional(),
  only: names.min(1).optional(),
  queue: z.strictObject({ enabled: z.boolean() }).optional(),
  performance_target: z.string().min(1).max(100).optional(),
} as const;

const TASK_PARAMETERS = [
  'notebook_params',
  'python_params',
  'python_named_params',
  'jar_params',
  'spark_submit_params',
  'sql_params',
  'dbt_commands',
] as const;

type Kind = keyof typeof RUN_NOW_FIELDS;

/** What Databricks does not take beside each other. */
const EXCLUSIVE: readonly (readonly [Kind, Kind])[] = [
  ...TASK_PARAMETERS.map((kind) => ['job_parameters', kind] as const),
  ['notebook_params', 'jar_params'],
];

const DECLARED = '. Use job_parameters for a job that declares parameters';

export const TOKEN_IS_OURS = 'is made by this app. Send the header Idempotency-Key to make a start repeatable';

const fields = z.strictObject({ ...RUN_NOW_FIELDS, idempotency_token: z.never(TOKEN_IS_OURS).optional() });

export const runNowSchema = fields.superRefine((fields, context) => {
  for (const [one, other] of EXCLUSIVE) {
    if (fields[one] === undefined || fields[other] === undefined) continue;
    const message = `cannot be combined with ${one}${one === 'job_parameters' ? DECLARED : ''}`;
    context.addIssue({ code: 'custom', path: [other], message });
  }
});

export type RunNow = z.infer<typeof runNowSchema>;

/** Other parameters in the place of those before: which stay where they can stand beside them. */
export function withOthers(before: RunNow, others: RunNow): RunNow {
  const excludesOne = (kind: string) =>
    EXCLUSIVE.some(
      ([one, other]) => (kind === one && others[other] !== undefined) || (kind === other && others[one] !== undefined),
    );
  const kept = Object.entries(before).filter(([kind]) => !excludesOne(kind));
  return { ...Object.fromEntries(kept), ...others };
}
