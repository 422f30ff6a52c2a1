import { stringifyJson } from '../int64-json';
import { invalid } from '../simulation/refusal';
import type { Overrides } from '../simulation/runs/run';
import type { Arguments } from './arguments';

const MAPS = ['job_parameters', 'notebook_params', 'python_named_params', 'sql_params', 'pipeline_params'];
const LISTS = ['python_params', 'jar_params', 'spark_submit_params', 'dbt_commands'];
const ASCII_ONLY = ['python_params', 'spark_submit_params'];
const MOST_BYTES = 10_000;

/** The parameters that run-now and repair take, within the limits of Databricks. */
export function readOverrides(args: Arguments): Overrides {
  const given: [string, unknown][] = [
    ...MAPS.map((name): [string, unknown] => [name, args.object(name)]),
    ...LISTS.map((name): [string, unknown] => [name, args.texts(name)]),
  ];
  const overrides = Object.fromEntries(given.filter(([, value]) => value !== undefined));
  for (const [name, value] of Object.entries(overrides)) checkSize(name, value);
  checkExclusions(Object.keys(overrides));
  return overrides;
}

function checkSize(name: string, value: unknown): void {
  const text = stringifyJson(value);
  if (Buffer.byteLength(text) > MOST_BYTES)
    throw invalid(`The JSON representation of ${name} cannot exceed ${MOST_BYTES} bytes.`);
  if (ASCII_ONLY.includes(name) && /[^\0-\x7f]/.test(text))
    throw invalid(`Only ASCII characters can be used in ${name}.`);
}

function checkExclusions(names: readonly string[]): void {
  if (names.includes('notebook_params') && names.includes('jar_params'))
    throw invalid('notebook_params cannot be specified together with jar_params.');
  const other = names.find((name) => name !== 'job_parameters' && name !== 'pipeline_params');
  if (names.includes('job_parameters') && other)
    throw invalid(`job_parameters cannot be specified together with ${other}.`);
}
