import { azureFunction } from './azure-function';
import type { Execute } from './execution';
import { fail } from './fail';
import { forEach } from './for-each';
import { ifCondition } from './if-condition';
import { until } from './until';
import { appendVariable, setVariable } from './variables';
import { wait } from './wait';
import { webActivity } from './web-activity';
import { webhook } from './webhook';

export const EXECUTORS: Readonly<Record<string, Execute>> = {
  AppendVariable: appendVariable,
  AzureFunctionActivity: azureFunction,
  Fail: fail,
  ForEach: forEach,
  IfCondition: ifCondition,
  SetVariable: setVariable,
  Until: until,
  Wait: wait,
  WebActivity: webActivity,
  WebHook: webhook,
};
