import { readJson } from './read-json';
import { type JsonRefusal, JsonRefused } from './refused';

export type BodyReading =
  | { ok: true; value: unknown }
  | { ok: false; code: 'bodyMissing' | 'bodyNotUtf8' | JsonRefusal; detail: string };

const MOST_BYTES = 256 * 1024;
const BODY = { what: 'The body', mostValues: 10_000 };
const BLANK = /^[ \t\n\r]*$/;

/**
 * The body of a request, or what is wrong with it; the detail repeats nothing of it but names of fields, as the body may
 * hold secrets. Ids come as text if they don't fit a number, and the caller's schema has to allow for that.
 */
export function readJsonBody(bytes: Uint8Array): BodyReading {
  if (bytes.length > MOST_BYTES) {
    return refused('bodyTooLarge', `The body has ${bytes.length} bytes, and ${MOST_BYTES} are the most.`);
  }
  const text = decode(bytes);
  if (text === undefined) {
    const wrong = firstWrongByte(bytes);
    return refused('bodyNotUtf8', `The body is not UTF-8 (byte ${wrong}). Send it as UTF-8, and not compressed.`);
  }
  if (BLANK.test(text)) return refused('bodyMissing', 'The request has no body. Send one in JSON.');
  try {
    return { ok: true, value: readJson(text, BODY) };
  } catch (error) {
    if (error instanceof JsonRefused) return refused(error.code, error.message);
    throw error;
  }
}

/** Without the byte order mark that some clients put before it. */
function decode(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** Counted from one: the first byte that is not the same any more once the wrong ones have been replaced. */
function firstWrongByte(bytes: Uint8Array): number {
  const mended = new TextEncoder().encode(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes));
  return bytes.findIndex((byte, index) => byte !== mended[index]) + 1;
}

function refused(code: (BodyReading & { ok: false })['code'], detail: string): BodyReading {
  return { ok: false, code, detail };
}
