import { unknownNames } from '../language/unknown-names';
import type { Node } from './nodes';

/** The parts of the library that compute, and reach nothing outside the query. */
const COMPUTING = [
  ...['Binary', 'BinaryEncoding', 'Byte', 'Character', 'Combiner', 'Comparer', 'Currency', 'Date', 'DateTime'],
  ...['DateTimeZone', 'Day', 'Decimal', 'Double', 'Duration', 'Error', 'ExtraValues', 'Function', 'Int8', 'Int16'],
  ...['Int32', 'Int64', 'JoinKind', 'Json', 'Lines', 'List', 'Logical', 'MissingField', 'Number', 'Occurrence'],
  ...['Order', 'Percentage', 'Precision', 'Record', 'Replacer', 'RoundingMode', 'Single', 'Splitter', 'Table', 'Text'],
  ...['TextEncoding', 'Time', 'Type', 'Uri', 'Value'],
];

const REACHING_OUT = ['Value.NativeQuery', 'Value.Firewall', '#shared', '#sections'];

/** What the query reaches besides the app. Names without a dot are other queries, which are looked at for themselves. */
export function dataSourceFaults(query: Node): string[] {
  return unknownNames(query, isHarmless).map((name) => `${name} reaches something else than the app`);
}

function isHarmless(name: string): boolean {
  if (REACHING_OUT.includes(name)) return false;
  const [part = '', ...rest] = name.split('.');
  return name === 'Web.Contents' || rest.length === 0 || COMPUTING.includes(part);
}
