import { isArray, isObject, type Json, type JsonObject } from '../json';
import type { Pipeline } from '../pipeline/definition';
import type { ActivityRun } from './activity-log';
import { type Factory, newScope, type Run } from './run';
import { runActivities } from './run-activities';

export interface PipelineRun {
  runId: string;
  status: 'Succeeded' | 'Failed';
  /** Why it has failed, as the monitor shows it. */
  message: string | null;
  /** Every attempt of every activity that has run. */
  log: readonly ActivityRun[];
  variables: ReadonlyMap<string, Json>;
  returned: JsonObject;
  startedAt: number;
  endedAt: number;
}

export async function runPipeline(pipeline: Pipeline, given: JsonObject, factory: Factory): Promise<PipelineRun> {
  const { clock } = factory;
  const run: Run = {
    ...factory,
    pipeline,
    runId: factory.newGuid(),
    startedAt: clock.now(),
    parameters: parametersOf(pipeline, given),
    variables: new Map(Object.entries(pipeline.variables).map(([name, one]) => [name, initialOf(one)])),
    returned: {},
    log: [],
  };
  const failures = await runActivities(pipeline.activities, newScope(), run, new AbortController().signal);
  const { runId, startedAt, log, variables, returned } = run;
  return {
    runId,
    startedAt,
    endedAt: clock.now(),
    status: failures.length === 0 ? 'Succeeded' : 'Failed',
    message:
      failures.map(({ name, outcome }) => `Operation on target ${name} failed: ${outcome.error?.message}`).join('\n') ||
      null,
    log,
    variables,
    returned,
  };
}

const initialOf = ({ type, defaultValue }: Pipeline['variables'][string]): Json =>
  defaultValue ?? (type === 'Array' ? [] : type === 'String' ? '' : false);

const FITS: Readonly<Record<string, (value: Json) => boolean>> = {
  string: (value) => typeof value === 'string',
  securestring: (value) => typeof value === 'string',
  int: (value) => Number.isInteger(value),
  float: (value) => typeof value === 'number',
  bool: (value) => typeof value === 'boolean',
  array: isArray,
  object: isObject,
};

function parametersOf({ parameters }: Pipeline, given: JsonObject): JsonObject {
  const unknown = Object.keys(given).find((name) => !Object.hasOwn(parameters, name));
  if (unknown !== undefined) throw new Error(`The pipeline takes no parameter '${unknown}'`);
  return Object.fromEntries(
    Object.entries(parameters).map(([name, { type, defaultValue }]) => {
      const value = given[name] ?? defaultValue;
      if (value === undefined) throw new Error(`The pipeline needs the parameter '${name}'`);
      if (!FITS[type.toLowerCase()]?.(value)) throw new Error(`The parameter '${name}' must be of type ${type}`);
      return [name, value];
    }),
  );
}
