import type { VirtualClock } from '../virtual-clock';
import { createFactory, type DataFactory, type FactoryOptions } from './factory';
import type { Json, JsonObject } from './json';
import type { Activity, Condition, LinkedService, Pipeline } from './pipeline/definition';
import { playOut } from './play-out';
import type { ActivityRun } from './runs/activity-log';
import type { PipelineRun } from './runs/run-pipeline';
import type { WebAnswer, WebRequest } from './services/web';

type Endpoint = (request: WebRequest, factory: DataFactory) => WebAnswer | Promise<WebAnswer>;

export interface MadeUp
  extends Partial<Pick<Pipeline, 'parameters' | 'variables'>>,
    Omit<FactoryOptions, 'clock' | 'send'> {
  activities: readonly Activity[];
  linkedServices?: readonly LinkedService[];
  given?: JsonObject;
  /** What is asked by the activities. */
  endpoint?: Endpoint;
}

export interface Played extends PipelineRun {
  requests: readonly WebRequest[];
  /** The last attempt of an activity. */
  of(activity: string): ActivityRun;
  seconds: number;
}

/** Plays one pipeline that a test makes up, to its end. */
export async function play(clock: VirtualClock, madeUp: MadeUp): Promise<Played> {
  const { activities, parameters = {}, variables = {}, linkedServices = [], given = {}, ...options } = madeUp;
  const { endpoint = () => answering({}), ...more } = options;
  const pipeline: Pipeline = { name: 'Pipeline', activities, parameters, variables };
  const factory: DataFactory = createFactory(
    {
      pipelines: new Map([['Pipeline', pipeline]]),
      linkedServices: new Map(linkedServices.map((service) => [service.name, service])),
    },
    { clock, send: async (request) => endpoint(request, factory), ...more },
  );
  return asPlayed(await playOut(clock, factory.run('Pipeline', given)), factory);
}

export function asPlayed(run: PipelineRun, { requests }: DataFactory): Played {
  return {
    ...run,
    requests,
    seconds: (run.endedAt - run.startedAt) / 1000,
    of(name) {
      const found = run.log.findLast(({ activityName }) => activityName === name);
      if (!found) throw new Error(`'${name}' has not run`);
      return found;
    },
  };
}

export const answering = (body: unknown, status = 200, headers: Record<string, string> = {}): WebAnswer => ({
  status,
  headers: { 'content-type': 'application/json', ...headers },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

export const dependingOn = (activity: string, ...dependencyConditions: Condition[]): Pick<Activity, 'dependsOn'> => ({
  dependsOn: [{ activity, dependencyConditions }],
});

export const webTo = (name: string, more: Partial<Activity> = {}, properties: JsonObject = {}): Activity => ({
  name,
  type: 'WebActivity',
  typeProperties: { method: 'GET', url: `https://app/${name}`, ...properties },
  ...more,
});

export const waitFor = (name: string, seconds: number, more: Partial<Activity> = {}): Activity => ({
  name,
  type: 'Wait',
  typeProperties: { waitTimeInSeconds: seconds },
  ...more,
});

export const failing = (name: string, more: Partial<Activity> = {}): Activity => ({
  name,
  type: 'Fail',
  typeProperties: { message: `${name} has failed`, errorCode: '500' },
  ...more,
});

export const setTo = (name: string, variableName: string, value: Json, more: Partial<Activity> = {}): Activity => ({
  name,
  type: 'SetVariable',
  typeProperties: { variableName, value },
  ...more,
});
