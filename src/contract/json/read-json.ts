import { lineAndColumn, type Place, pathText } from './place';
import { JsonRefused } from './refused';
import { accept, missing, readScalar, readString, skipBlanks, unexpected } from './tokens';

const DEEPEST = 32;

interface Source extends Pick<Place, 'what'> {
  /** How many values it may hold. */
  mostValues: number;
}

interface Reading extends Place, Source {
  values: number;
}

/**
 * The value of a JSON text, or a JsonRefused. Stricter than JSON.parse where that would lose or hide something: a field
 * that stands twice, an integer too long for a number, a number with an exponent, `__proto__`, half a surrogate pair.
 */
export function readJson(text: string, source: Source): unknown {
  const reading: Reading = { ...source, text, at: 0, path: [], values: 0 };
  const value = readValue(reading, 0);
  if (reading.at < text.length) throw unexpected(reading, 'the end');
  return value;
}

function readValue(reading: Reading, depth: number): unknown {
  skipBlanks(reading);
  const { what, mostValues } = reading;
  if (++reading.values > mostValues) {
    throw new JsonRefused('bodyTooLarge', `${what} holds more than ${mostValues} values.`);
  }
  const value = readAnything(reading, depth);
  skipBlanks(reading);
  return value;
}

function readAnything(reading: Reading, depth: number): unknown {
  switch (reading.text.charAt(reading.at)) {
    case '{':
      return readObject(reading, deeper(reading, depth));
    case '[':
      return readArray(reading, deeper(reading, depth));
    case '"':
      return readString(reading);
    default:
      return readScalar(reading);
  }
}

/** The reader calls itself, so this is also what keeps its stack small. */
function deeper(reading: Reading, depth: number): number {
  if (depth < DEEPEST) return depth + 1;
  throw new JsonRefused(
    'bodyTooDeep',
    `${reading.what} is nested deeper than ${DEEPEST} levels (${lineAndColumn(reading)}, in ${pathText(reading.path)}).`,
  );
}

function readObject(reading: Reading, depth: number): Record<string, unknown> {
  const fields: Record<string, unknown> = {};
  reading.at++;
  skipBlanks(reading);
  if (accept(reading, '}')) return fields;
  do {
    const name = readName(reading, fields);
    reading.path.push(name);
    skipBlanks(reading);
    if (!accept(reading, ':')) throw unexpected(reading, 'a colon');
    fields[name] = readValue(reading, depth);
    reading.path.pop();
  } while (accept(reading, ','));
  if (!accept(reading, '}')) throw unexpected(reading, 'a comma or }');
  return fields;
}

function readName(reading: Reading, fields: object): string {
  skipBlanks(reading);
  const place = { text: reading.text, at: reading.at };
  if (reading.text.charAt(reading.at) !== '"') throw missing(reading, 'the name of a field in double quotes');
  const name = readString(reading);
  if (name !== '__proto__' && !Object.hasOwn(fields, name)) return name;
  const where = `${pathText([...reading.path, name])} (${lineAndColumn(place)})`;
  throw name === '__proto__'
    ? new JsonRefused('fieldNotAllowed', `${reading.what} must not have the field ${where}.`)
    : new JsonRefused('duplicateField', `${reading.what} has the field ${where} twice.`);
}

function readArray(reading: Reading, depth: number): unknown[] {
  const elements: unknown[] = [];
  reading.at++;
  skipBlanks(reading);
  if (accept(reading, ']')) return elements;
  do {
    reading.path.push(elements.length);
    elements.push(readValue(reading, depth));
    reading.path.pop();
  } while (accept(reading, ','));
  if (!accept(reading, ']')) throw unexpected(reading, 'a comma or ]');
  return elements;
}
