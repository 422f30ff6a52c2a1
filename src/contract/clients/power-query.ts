import shipped from '../../../clients/power-query/DatabricksJob.pq';
import type { ColumnType } from '../../domain/table/table';
import type { CallerAuth } from '../callers/caller';
import type { ClientJob } from './client-job';
import { mField, mText } from './power-query/m-text';

/** Stands in the shipped function for the one line that a user writes anew. */
const PLACEHOLDER = '"https://YOUR-APP.azurewebsites.net"';
const MOST_WIDE = 120;

const M_TYPES: Readonly<Record<ColumnType, string>> = {
  text: 'text',
  integer: 'Int64.Type',
  number: 'number',
  boolean: 'logical',
  date: 'date',
  datetime: 'datetime',
  json: 'text',
};

/** A whole query for one job: to be pasted into a blank query of Power BI, Excel or a dataflow. */
export function powerQueryFor(client: ClientJob, callerAuth: CallerAuth): string {
  const { origin, job, parameters, columns } = client;
  const values = parameters.map((parameter) => `${mField(parameter.name)} = ${mText(parameter.default)}`);
  const types = columns?.map(({ name, type }) => `${mField(name)} = nullable ${M_TYPES[type]}`);
  return [
    ...headOf(client, callerAuth),
    'let',
    ...fieldLines('Parameters = ', values),
    ...(types ? fieldLines('Columns = type table ', types) : []),
    ...functionLines(origin),
    ...OPTIONS,
    `    Rows = DatabricksJob(${mText(job)}, Parameters${types ? ', [Columns = Columns]' : ''})`,
    'in',
    '    Rows',
    '',
  ].join('\n');
}

const headOf = ({ origin, job, about }: ClientJob, callerAuth: CallerAuth) => [
  `// ${onOneLine(about ?? `The rows of the Databricks job ${job}.`)}`,
  '//',
  '// Paste all of this into a blank query: Get data > Blank query > Advanced editor.',
  ...(callerAuth === 'key' ? signInByKey(origin) : NO_KEYS),
  '// The parameters are those of the day on which this was made. One that you delete gets the default of the job.',
];

const signInByKey = (origin: string) => [
  `// - Asked for credentials for ${origin}, choose "Web API": the key is a function key of the app.`,
  '// - Asked for a privacy level, choose "Organizational".',
];

/** Power Query would need a token for the very address of the app, which only a domain of one's own can have. */
const NO_KEYS = [
  '// IT WILL BE REFUSED (401) AS IT IS: this app lets callers in by tokens of Microsoft Entra, and no key opens it.',
  '// What can be done is in docs/power-bi.md, "Sign-in with Entra".',
];

const OPTIONS = [
  '    // Options go into a record at the end: [FreshFor = "0s"] for new rows at each refresh, [Task = "KEY"] where more',
  '    // than one task leaves rows. All of them, with TimeoutSeconds and Peek, are in docs/power-bi.md, "The function".',
];

/** What ends a line would end the comment, too. */
const onOneLine = (text: string) => text.replace(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();

/** On one line, if it is short enough: as the formatter of Power Query has it. */
function fieldLines(start: string, fields: readonly string[]): string[] {
  const line = `    ${start}[${fields.join(', ')}],`;
  if (line.length <= MOST_WIDE || fields.length === 0) return [line];
  const separated = fields.map((field, index) => `        ${field}${index < fields.length - 1 ? ',' : ''}`);
  return [`    ${start}[`, ...separated, '    ],'];
}

/** The shipped function without the lines above it, which tell how to make a query of it. */
function functionLines(origin: string): string[] {
  const lines = shipped.replace(PLACEHOLDER, () => mText(origin)).split(/\r?\n/);
  const [head = '', ...body] = lines.slice(lines.findIndex((line) => !line.startsWith('//')));
  const indented = body.map((line) => line && `    ${line}`);
  return `    DatabricksJob = ${[head, ...indented].join('\n').trimEnd()},`.split('\n');
}
