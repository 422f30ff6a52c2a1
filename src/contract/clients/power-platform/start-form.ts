import type { Schema } from '../../openapi/types';
import { isSchema } from './to-swagger';

/** The designer asks the app, and offers what it answers. Another job can still be typed in. */
export const JOBS_TO_CHOOSE_FROM = {
  'x-ms-dynamic-values': {
    operationId: 'ListJobs',
    'value-collection': 'aliases',
    'value-path': 'alias',
    'value-title': 'alias',
  },
};

/** Fields of a start that make sense only to a caller with an address of its own. */
const LEFT_OUT: readonly string[] = ['callbackUri', 'callBackUri'];

/** Of the fields that most flows fill in. The others are shown on demand. */
const HINTS: Readonly<Record<string, { description?: string }>> = {
  job: {},
  runNow: { description: 'The parameters of the run, in the names of Databricks.' },
  job_parameters: { description: 'The parameters of a job that declares some, such as { "region": "NORTE" }.' },
  notebook_params: { description: 'The parameters of a notebook, for a job that declares none.' },
};

/** Nothing in it is referred to: the designer shows the names and hints of fields that are written out. */
export function startForm(form: Schema, runNow: Schema): Schema {
  const fields = { ...shown(form.properties), runNow: { ...runNow, 'x-ms-summary': 'Run Now', ...HINTS.runNow } };
  return { ...form, properties: { ...fields, runNow: { ...fields.runNow, properties: shown(runNow.properties) } } };
}

function shown(properties: unknown): Record<string, Schema> {
  const kept = Object.entries(isSchema(properties) ? properties : {}).filter(([name]) => !LEFT_OUT.includes(name));
  return Object.fromEntries(
    kept.map(([name, field]) => [
      name,
      {
        ...(isSchema(field) && field),
        ...(name === 'job' && { type: 'string', ...JOBS_TO_CHOOSE_FROM }),
        ...(HINTS[name] ?? { 'x-ms-visibility': 'advanced' }),
      },
    ]),
  );
}
