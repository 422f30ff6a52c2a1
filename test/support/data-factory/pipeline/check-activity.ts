import { isObject, type Json } from '../json';
import type { Activity } from './definition';
import { readTimeSpan } from './time-span';

const MINUTE = 60_000;
const DAY = 86_400_000;
const EXECUTION = ['WebActivity', 'AzureFunctionActivity'];
const SECURES = ['secureInput', 'secureOutput'];
/** What each type of activity may say about how it is run. The others have no policy at all. */
const POLICIES: Readonly<Record<string, readonly string[]>> = {
  WebActivity: ['timeout', 'retry', 'retryIntervalInSeconds', ...SECURES],
  AzureFunctionActivity: ['timeout', 'retry', 'retryIntervalInSeconds', ...SECURES],
  WebHook: SECURES,
  SetVariable: SECURES,
};

/** What is wrong with an activity, looked at alone. */
export function checkActivity(activity: Activity): string[] {
  const { name, type, policy = {}, typeProperties: given } = activity;
  const problems = CHECKS[type]?.(given) ?? [];
  const unknown = Object.keys(policy).filter((key) => !(POLICIES[type] ?? []).includes(key));
  const policyProblems = EXECUTION.includes(type) ? timeProblems(policy) : [];
  if (!Object.hasOwn(CHECKS, type)) problems.push(`is a ${type}, which is not played`);
  return [...problems, ...policyProblems, ...unknown.map((key) => `has no ${key} in its policy`)].map(
    (problem) => `'${name}' ${problem}`,
  );
}

type Given = Readonly<Record<string, Json>>;

const CHECKS: Readonly<Record<string, (given: Given) => string[]>> = {
  WebActivity: (given) => [
    ...requestProblems(given, ['GET', 'POST', 'PUT', 'PATCH', 'DELETE']),
    ...spanProblems(given, 'httpRequestTimeout', 0, 10 * MINUTE),
  ],
  WebHook: (given) => [
    ...requestProblems(given, ['POST']),
    ...spanProblems(given, 'timeout', 0, 90 * DAY),
    ...(hasContentType(given.headers) ? [] : ['must have a Content-Type']),
  ],
  AzureFunctionActivity: (given) => [
    ...requestProblems({ ...given, url: given.functionName ?? null }, ['GET', 'POST', 'PUT', 'DELETE']),
  ],
  Until: (given) => [...needs(given, 'expression', 'activities'), ...spanProblems(given, 'timeout', 0, 90 * DAY)],
  ForEach: (given) => [
    ...needs(given, 'items', 'activities'),
    ...(isCount(given.batchCount ?? 20, 1, 50) ? [] : ['must have a batchCount from 1 to 50']),
  ],
  IfCondition: (given) => needs(given, 'expression'),
  Wait: (given) => needs(given, 'waitTimeInSeconds'),
  Fail: (given) => needs(given, 'message', 'errorCode'),
  SetVariable: (given) => needs(given, 'variableName', 'value'),
  AppendVariable: (given) => needs(given, 'variableName', 'value'),
};

const needs = (given: Given, ...names: string[]) =>
  names.filter((name) => (given[name] ?? null) === null).map((name) => `must have ${name}`);

function requestProblems(given: Given, methods: readonly string[]): string[] {
  const { method, body } = given;
  const hasBody = ['POST', 'PUT', 'PATCH'].includes(String(method));
  return [
    ...needs(given, 'url'),
    ...(methods.includes(String(method)) ? [] : [`can't have the method ${method}`]),
    ...(hasBody && body === undefined ? ['must have a body'] : []),
    ...(method === 'GET' && body !== undefined ? ["can't have a body"] : []),
  ];
}

const hasContentType = (headers: Json | undefined) =>
  isObject(headers) && Object.keys(headers).some((name) => name.toLowerCase() === 'content-type');

function timeProblems(policy: Given): string[] {
  return [
    ...spanProblems(policy, 'timeout', 10 * MINUTE, 7 * DAY),
    ...(isCount(policy.retry ?? 0, 0, 1000) ? [] : ['must be retried a number of times']),
    ...(isCount(policy.retryIntervalInSeconds ?? 30, 30, 86_400) ? [] : ['must be retried after 30 seconds or more']),
  ];
}

const isCount = (value: Json, least: number, most: number) =>
  typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most;

/** Spans of time are written, and not computed. */
function spanProblems(given: Given, name: string, least: number, most: number): string[] {
  if (given[name] === undefined) return [];
  try {
    const span = readTimeSpan(given[name]);
    return span < least || span > most ? [`has a ${name} that is too short or too long`] : [];
  } catch (error) {
    return [`has a wrong ${name}: ${(error as Error).message}`];
  }
}
