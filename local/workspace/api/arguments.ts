import type { HttpRequest } from '../../http';
import { parseJson } from '../int64-json';
import { invalid, Refusal } from '../simulation/refusal';

const LONGEST_BODY = 10 * 1024 * 1024;

/** What a request asks for: the query, or the JSON of the body, which Databricks also reads in a GET. */
export class Arguments {
  constructor(readonly fields: Readonly<Record<string, unknown>>) {}

  static of({ query, body }: HttpRequest): Arguments {
    return new Arguments({ ...readQuery(query), ...readBody(body) });
  }

  id(name: string): bigint {
    const id = this.optionalId(name);
    if (id === undefined) throw invalid(`Missing required field: ${name}`);
    return id;
  }

  /** Ids may be numbers or texts; a number that JSON could not hold exactly is a bigint already. */
  optionalId(name: string): bigint | undefined {
    const value = this.fields[name];
    if (value === undefined || value === null || value === '') return undefined;
    if (!/^\d+$/.test(String(value))) throw malformed(name, 'an int64');
    return BigInt(value as string | number | bigint);
  }

  whole(name: string): number | undefined {
    const id = this.optionalId(name);
    return id === undefined ? undefined : Number(id);
  }

  flag(name: string): boolean {
    return String(this.fields[name] ?? '').toLowerCase() === 'true';
  }

  text(name: string): string | undefined {
    const value = this.fields[name];
    if (value === undefined || value === null) return undefined;
    if (typeof value !== 'string') throw malformed(name, 'a string');
    return value;
  }

  texts(name: string): string[] | undefined {
    const value = this.fields[name];
    if (value === undefined || value === null) return undefined;
    if (!Array.isArray(value) || value.some((entry) => typeof entry !== 'string')) throw malformed(name, 'strings');
    return value;
  }

  /** Of a query, in which a name that stands twice has two values. */
  several(name: string): readonly string[] {
    const value = this.fields[name];
    return value === undefined ? [] : [value].flat().map(String);
  }

  object(name: string): Record<string, unknown> | undefined {
    const value = this.fields[name];
    if (value === undefined || value === null) return undefined;
    if (typeof value !== 'object' || Array.isArray(value)) throw malformed(name, 'an object');
    return value as Record<string, unknown>;
  }
}

const malformed = (name: string, wanted: string) =>
  new Refusal('MALFORMED_REQUEST', `Could not parse request object: Expected '${name}' to be ${wanted}`);

function readQuery(query: string): Record<string, string | string[]> {
  const given = new URLSearchParams(query);
  return Object.fromEntries(
    [...new Set(given.keys())].map((name) => {
      const values = given.getAll(name);
      return [name, values.length > 1 ? values : (values[0] ?? '')];
    }),
  );
}

function readBody(body: Buffer): Record<string, unknown> {
  if (body.length === 0) return {};
  if (body.length > LONGEST_BODY) throw new Refusal('MALFORMED_REQUEST', 'The request body is larger than 10 MB.');
  let value: unknown;
  try {
    value = parseJson(body.toString('utf8'));
  } catch {
    throw new Refusal(
      'MALFORMED_REQUEST',
      'Invalid JSON given in the body of the request - failed to parse given JSON',
    );
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Refusal('MALFORMED_REQUEST', 'Invalid JSON given in the body of the request - expected a map');
  return value as Record<string, unknown>;
}
