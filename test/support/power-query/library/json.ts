import { all } from '../language/compare';
import { dataFormatError, expressionError } from '../language/m-error';
import { spoken } from '../language/types';
import { binary, listOf, logical, nullValue, number, ready, recordOf, text, type Value } from '../language/values';
import { functions, type Library } from './define';

/** Its numbers are doubles: a long one is rounded. */
function ofJson(json: unknown): Value {
  if (json === null) return nullValue;
  if (typeof json === 'string') return text(json);
  if (typeof json === 'number') return number(json);
  if (typeof json === 'boolean') return logical(json);
  if (Array.isArray(json)) return listOf(json.map((item) => ready(ofJson(item))));
  return recordOf(Object.entries(json as object).map(([name, field]) => [name, ready(ofJson(field))] as const));
}

async function readDocument(document: Value): Promise<Value> {
  if (document.kind === 'null') return nullValue;
  if (document.kind !== 'text' && document.kind !== 'binary') {
    throw expressionError(`We cannot convert ${spoken(document)} to type Binary.`);
  }
  const written = document.kind === 'text' ? document.value : Buffer.from(await document.read()).toString('utf8');
  if (written.trim() === '') throw dataFormatError('We reached the end of the buffer.');
  try {
    return ofJson(JSON.parse(written.replace(/^\uFEFF/, '')));
  } catch {
    throw dataFormatError('We found an invalid JSON document.', text(written.slice(0, 100)));
  }
}

async function plain(value: Value): Promise<unknown> {
  switch (value.kind) {
    case 'null':
      return null;
    case 'text':
    case 'number':
    case 'logical':
      return value.value;
    case 'list':
      return Promise.all((await all(value.items())).map(async (item) => plain(await item())));
    case 'record':
      return Object.fromEntries(
        await Promise.all([...value.fields].map(async ([name, field]) => [name, await plain(await field())] as const)),
      );
    default:
      throw expressionError(`We cannot convert ${spoken(value)} to JSON.`);
  }
}

export const jsonFunctions: Library = functions({
  'Json.Document': ['jsonText: any, optional encoding: number', readDocument],
  'Json.FromValue': [
    'value: any, optional encoding: number',
    async (value) => binary(Buffer.from(JSON.stringify(await plain(value)))),
  ],
  'Binary.Buffer': [
    'binary: nullable binary',
    async (value) => (value.kind === 'binary' ? binary(await value.read()) : nullValue),
  ],
  'Binary.Length': [
    'binary: nullable binary',
    async (value) => (value.kind === 'binary' ? number((await value.read()).length) : nullValue),
  ],
});
