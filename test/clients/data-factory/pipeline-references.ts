import { doubled } from './arm-references';
import { isObject, type Json, type JsonObject, namedBy, textsIn } from './texts';

const INNER = ['activities', 'ifTrueActivities', 'ifFalseActivities'];
const FOLLOWED_BY_OTHERS = ['ForEach', 'Until', 'IfCondition', 'Switch'];

interface Scope {
  /** The activities that have run before, seen from where a level begins. */
  before: readonly string[];
  container: string | null;
}

/** What does not resolve in a pipeline, and what Data Factory would not take. */
export function pipelineComplaints(pipeline: JsonObject): string[] {
  const { parameters = {}, variables = {}, activities = [] } = pipeline;
  const texts = textsIn(activities);
  const usedParameters = texts.flatMap((text) =>
    [...text.matchAll(/pipeline\(\)\.parameters\.(\w+)/g)].map(([, name = '']) => name),
  );
  const usedVariables = namedBy(
    'variables',
    texts.filter((text) => text.startsWith('@')),
  );
  return [
    ...unknown('parameter', usedParameters, parameters as JsonObject),
    ...unused('parameter', usedParameters, parameters as JsonObject),
    ...unknown('variable', usedVariables, variables as JsonObject),
    ...unused('variable', usedVariables, variables as JsonObject),
    ...doubled(namesIn(activities)).map((name) => `two activities have the name ${name}`),
    ...levelComplaints(activities, { before: [], container: null }, pipeline),
  ];
}

const unknown = (kind: string, used: readonly string[], known: JsonObject) =>
  used.filter((name) => !Object.hasOwn(known, name)).map((name) => `there is no ${kind} ${name}`);
const unused = (kind: string, used: readonly string[], known: JsonObject) =>
  Object.keys(known).flatMap((name) => (used.includes(name) ? [] : [`nothing uses the ${kind} ${name}`]));

const list = (value: Json | undefined) => (Array.isArray(value) ? (value as readonly JsonObject[]) : []);
const inner = (activity: JsonObject) => {
  const { typeProperties } = activity;
  return isObject(typeProperties) ? INNER.map((field) => typeProperties[field]) : [];
};
const namesIn = (activities: Json): string[] =>
  list(activities).flatMap((activity) => [
    String(activity.name),
    ...inner(activity).flatMap((part) => namesIn(part ?? [])),
  ]);

/** Within a text of the template's own code quotes are doubled. */
export const deployed = (text: string): string => (text.startsWith('[') ? text.replaceAll("''", "'") : text);

/** Activities of one level, which may depend on each other only. */
function levelComplaints(activities: Json, { before, container }: Scope, pipeline: JsonObject): string[] {
  const level = list(activities);
  const dependenciesOf = (name: string): string[] => {
    const activity = level.find((one) => one.name === name);
    const direct = list(activity?.dependsOn).map((one) => String(one.activity));
    return direct.flatMap((one) => [one, ...dependenciesOf(one)]);
  };
  return level.flatMap((activity) => {
    const name = String(activity.name);
    const missing = list(activity.dependsOn).filter((one) => !level.some((other) => other.name === one.activity));
    if (missing.length > 0) return missing.map((one) => `${name} depends on ${one.activity}, which is not beside it`);
    const ran = [...before, ...dependenciesOf(name)];
    const own = { ...activity, typeProperties: withoutInner(activity) };
    const used = namedBy(
      'activity',
      textsIn(own).map((text) => text.replaceAll("''", "'")),
    );
    return [
      ...used.filter((one) => !ran.includes(one)).map((one) => `${name} uses ${one}, which may not have run`),
      ...ownComplaints(activity, container, pipeline),
      ...inner(activity).flatMap((part) => levelComplaints(part ?? [], { before: ran, container: name }, pipeline)),
    ];
  });
}

const withoutInner = ({ typeProperties }: JsonObject): Json =>
  isObject(typeProperties)
    ? Object.fromEntries(Object.entries(typeProperties).filter(([field]) => !INNER.includes(field)))
    : {};

function ownComplaints(activity: JsonObject, container: string | null, pipeline: JsonObject): string[] {
  const { type, policy = {}, typeProperties = {} } = activity;
  const name = String(activity.name);
  const texts = textsIn(typeProperties);
  const properties = typeProperties as JsonObject;
  const { retryIntervalInSeconds = 30 } = policy as JsonObject;
  const setsItself = type === 'SetVariable' && namedBy('variables', texts).includes(String(properties.variableName));
  return [
    ...(/^\w[^.+?/<>*%&:\\]{0,54}$/.test(name) ? [] : [`${name} is no name for an activity`]),
    ...(container && FOLLOWED_BY_OTHERS.includes(String(type)) ? [`${name} must not stand in ${container}`] : []),
    ...(setsItself ? [`${name} sets a variable by itself`] : []),
    ...(Number(retryIntervalInSeconds) >= 30 ? [] : [`${name} must not be repeated before 30 seconds`]),
    ...(type === 'SetVariable' && !properties.setSystemVariable
      ? unknown('variable', [String(properties.variableName)], (pipeline.variables ?? {}) as JsonObject)
      : []),
  ];
}
