import shipped from '../../../clients/power-query/DatabricksJob.pq';
import type { ColumnType } from '../../domain/table/table';
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
export function powerQueryFor({ origin, job, about, parameters, columns }: ClientJob): string {
  const values = parameters.map((parameter) => `${mField(parameter.name)} = ${mText(parameter.default)}`);
  const types = columns?.map(({ name, type }) => `${mField(name)} = nullable ${M_TYPES[type]}`);
  return [
    ...headOf(job, about),
    'let',
    ...fieldLines('Parameters = ', values),
    ...(types ? fieldLines('Columns = type table ', types) : []),
    ...functionLines(origin),
    `    Rows = DatabricksJob(${mText(job)}, Parameters${types ? ', [Columns = Columns]' : ''})`,
    'in',
    '    Rows',
    '',
  ].join('\n');
}

const headOf = (job: string, about: string | null) => [
  `// ${onOneLine(about ?? `The rows of the Databricks job ${job}.`)}`,
  '//',
  '// Paste all of this into a blank query (Get data > Blank query > Advanced editor). Asked for credentials, choose',
  '// "Web API" for the address below: the key is a function key of the app.',
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
