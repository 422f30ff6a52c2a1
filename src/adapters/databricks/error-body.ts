import { parseJson } from '../../domain/texts/int64-json';

const MOST_READ = 20_000;

/** What the body of an error says. Either may be missing. */
export interface ErrorBody {
  code?: string | undefined;
  message?: string | undefined;
}

/** Reads every form in which Databricks, or what stands in front of it, has been seen to explain an error. */
export function readErrorBody(body: string): ErrorBody {
  const fields = jsonObject(body);
  if (fields) return ofFields(fields);
  if (/<(?:html|head|body|title|pre|!doctype)\b/i.test(body)) return { message: titleOf(body) };
  const [, code, message] = /^\s*([A-Z][A-Z0-9_]+): ?(.*)$/s.exec(body) ?? [];
  return code ? { code, message } : { message: body };
}

/** What an HTML page says in short, if it says so early on. */
export function titleOf(page: string): string | undefined {
  const start = page.slice(0, MOST_READ);
  const [, text] = /<pre\b[^>]*>(.*?)<\/pre>/is.exec(start) ?? /<title\b[^>]*>(.*?)<\/title>/is.exec(start) ?? [];
  return text?.replace(/<[^>]*>/g, ' ').replace(/&(lt|gt|quot|#39|amp);/g, (_whole, name) => ENTITIES[name] ?? ' ');
}

const ENTITIES: Readonly<Record<string, string>> = { lt: '<', gt: '>', quot: '"', '#39': "'", amp: '&' };

function ofFields(fields: Readonly<Record<string, unknown>>): ErrorBody {
  const { error_code, message, error, error_description, detail, scimType } = fields;
  if (typeof error === 'object' && error !== null) return ofFields({ ...error, error_code: codeIn(error) });
  const parts = [text(error), text(error_description)].filter((part) => part !== undefined);
  return {
    code: word(error_code) ?? word(scimType),
    message: text(message) ?? text(detail) ?? (parts.length > 0 ? parts.join(': ') : undefined),
  };
}

/** Errors of Azure itself are an object with a code and a message. */
function codeIn(error: object): unknown {
  return 'code' in error ? error.code : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value : undefined;
}

/** A number in the place of the code only repeats the status. */
function word(value: unknown): string | undefined {
  return typeof value === 'string' && /^[A-Za-z][\w.-]{0,99}$/.test(value) ? value : undefined;
}

function jsonObject(body: string): Record<string, unknown> | undefined {
  try {
    const value = parseJson(body);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
