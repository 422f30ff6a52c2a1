import { expression, parameter } from './pipeline';

/** Where an expression finds what a run is started with. Each of them is code that gives a value. */
export interface RunSource {
  jobId: string;
  /** Two objects. Databricks takes one of them, so what is empty is left out. */
  jobParameters: string;
  notebookParams: string;
  timeoutSeconds: string;
}

export const OF_PARAMETERS: RunSource = {
  jobId: parameter('JobId'),
  jobParameters: parameter('JobParameters'),
  notebookParams: parameter('NotebookParams'),
  timeoutSeconds: parameter('TimeoutSeconds'),
};

/** Expressions know no objects with optional fields, so the body is put together as text, and then read as JSON. */
export function startBody(from: RunSource, ...more: readonly string[]) {
  const parts = [
    `'{"job":'`,
    textAsJson(from.jobId),
    `',"runNow":{'`,
    fieldUnless(isEmpty(from.jobParameters), `"job_parameters":`, from.jobParameters),
    `if(or(${isEmpty(from.jobParameters)}, ${isEmpty(from.notebookParams)}), '', ',')`,
    fieldUnless(isEmpty(from.notebookParams), `"notebook_params":`, from.notebookParams),
    `'}'`,
    fieldUnless(`equals(${from.timeoutSeconds}, 0)`, `,"timeoutSeconds":`, from.timeoutSeconds),
    ...more,
    `'}'`,
  ];
  return expression(`json(concat(${parts.join(', ')}))`);
}

/** Of a value of which the text is JSON: a number, an object, an array. */
export const fieldUnless = (condition: string, name: string, value: string): string =>
  `if(${condition}, '', concat('${name}', string(${value})))`;

export const textAsJson = (text: string): string =>
  String.raw`concat('"', replace(replace(${text}, '\', '\\'), '"', '\"'), '"')`;

const isEmpty = (object: string) => `empty(${object})`;
