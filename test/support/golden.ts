import { readFileSync } from 'node:fs';
import { join } from 'node:path';

export const GOLDEN = join(__dirname, '../fixtures/golden');
export const GOLDEN_APP = join(GOLDEN, 'app');

export function readGolden<T>(file: string): T[] {
  const lines = readFileSync(join(GOLDEN, file), 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line));
}

/**
 * Takes out of an answer what two runs can never share: times of the run, generated ids, hosts, keys, and the text of
 * stack traces. What is left must be equal, down to the order of the keys.
 */
export function comparable(text: string): string {
  return withoutRunDetails(isJson(text) ? JSON.stringify(withoutStacks(JSON.parse(text))) : text);
}

export function withoutRunDetails(text: string): string {
  return text
    .replace(/(?:20\d\d-\d\d-\d\d)T\d\d:\d\d:\d\d(?:\.\d{1,7})?(?=Z|\+00:00)/g, (time) =>
      time < '2026' ? time : 'TIME',
    )
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|\b[0-9a-f]{32}\b/g, 'GUID')
    .replace(/https?:\/\/(?:127\.0\.0\.1|localhost|\[::1\]):\d+/g, (origin) => `${origin.split(':')[0]}://HOST`)
    .replace(/"Generation":\d+/g, '"Generation":"N"') // how often the recording had used an id before
    .replace(/"waited":\d+/g, '"waited":"MS"')
    .replace(/code=(?:MASKED|<SYSTEM>|[\w-]{3,})/g, 'code=KEY');
}

/** Stack traces are .NET's on one side and ours on the other; that there is one, and where, stays visible. */
export function withoutStacks(value: unknown): unknown {
  if (typeof value === 'string') return textWithoutStacks(value);
  if (Array.isArray(value)) return value.map(withoutStacks);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [
      key,
      key.endsWith('StackTrace') && typeof part === 'string' ? 'STACK' : withoutStacks(part),
    ]),
  );
}

function textWithoutStacks(text: string): string {
  if (/^["{[]/.test(text) && /STACK|Stack(?:Trace|:)/.test(text) && isJson(text)) {
    return JSON.stringify(withoutStacks(JSON.parse(text)));
  }
  const [before = '', details, ...more] = text.split(' \n {"$type"');
  if (details !== undefined && more.length === 0 && isJson(`{"$type"${details}`)) {
    return `${before} \n ${JSON.stringify(withoutStacks(JSON.parse(`{"$type"${details}`)))}`;
  }
  return text.replace(/\nStack: [\s\S]*$/, '\nStack: STACK').replace(/, StackTrace:[\s\S]*$/, ', StackTrace:STACK');
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
