import { validateHeaderName, validateHeaderValue } from 'node:http';
import { AskedWrongly } from '../asked-wrongly';
import { readRoutePattern } from '../route-pattern';
import { ERROR_FORMS } from './error-body';
import type { Fault, FaultRule } from './fault';
import type { RetryAfter } from './retry-after';

/** The code that Databricks sends with a status, as far as one goes with the other. */
const USUAL_CODES: Record<number, string> = {
  400: 'INVALID_PARAMETER_VALUE',
  401: 'UNAUTHENTICATED',
  403: 'PERMISSION_DENIED',
  404: 'RESOURCE_DOES_NOT_EXIST',
  409: 'RESOURCE_CONFLICT',
  429: 'REQUEST_LIMIT_EXCEEDED',
  499: 'CANCELLED',
  500: 'INTERNAL_ERROR',
  501: 'NOT_IMPLEMENTED',
  503: 'TEMPORARILY_UNAVAILABLE',
  504: 'DEADLINE_EXCEEDED',
};

type Fields = Record<string, unknown>;

/** Reads a rule as someone would write it, in JSON or in a test, and fills in what goes without saying. */
export function readFaultRule(value: unknown): FaultRule {
  const fields = object(value, 'A rule');
  onlyNames(fields, 'a rule', ['route', 'when', 'times', 'every', 'probability', 'fault']);
  const { times, every, probability } = fields;
  return {
    route: route(fields.route),
    when: oneOf(fields.when ?? 'before', ['before', 'after'], 'when'),
    ...(times !== undefined && { times: count(times, 'times') }),
    ...(every !== undefined && { every: count(every, 'every') }),
    ...(probability !== undefined && { probability: number(probability, 0, 1, 'probability') }),
    fault: readFault(object(fields.fault, 'fault')),
  };
}

const READERS: Record<Fault['kind'], { names: string[]; read(fields: Fields): Fault }> = {
  answer: {
    names: ['status', 'form', 'code', 'message', 'body', 'headers', 'retryAfter'],
    read(fields) {
      const status = number(fields.status, 200, 599, 'status');
      if (!Number.isInteger(status)) throw new AskedWrongly('status must be a whole number.');
      return {
        kind: 'answer',
        status,
        form: oneOf(fields.form ?? 'code', ERROR_FORMS, 'form'),
        code: text(fields.code ?? USUAL_CODES[status] ?? 'UNKNOWN', 'code'),
        message: text(fields.message ?? 'A simulated fault.', 'message'),
        ...(fields.body !== undefined && { body: text(fields.body, 'body') }),
        headers: headers(fields.headers ?? {}),
        ...(fields.retryAfter !== undefined && { retryAfter: retryAfter(fields.retryAfter) }),
      };
    },
  },
  redirect: {
    names: ['location'],
    read: ({ location = '/login.html?error=private-link-validation-error' }) => ({
      kind: 'redirect',
      location: headerValue('location', text(location, 'location')),
    }),
  },
  reset: { names: [], read: () => ({ kind: 'reset' }) },
  cut: { names: [], read: () => ({ kind: 'cut' }) },
  stall: {
    names: ['sent'],
    read: ({ sent = 'half' }) => ({ kind: 'stall', sent: oneOf(sent, ['nothing', 'head', 'half'], 'sent') }),
  },
  truncate: { names: [], read: () => ({ kind: 'truncate' }) },
  slow: {
    names: ['milliseconds'],
    read: ({ milliseconds }) => ({ kind: 'slow', milliseconds: number(milliseconds, 0, 3_600_000, 'milliseconds') }),
  },
};

function readFault(fields: Fields): Fault {
  const kind = oneOf(fields.kind, Object.keys(READERS) as Fault['kind'][], 'kind');
  onlyNames(fields, `a fault of the kind ${kind}`, ['kind', ...READERS[kind].names]);
  return READERS[kind].read(fields);
}

function route(value: unknown): string {
  const pattern = text(value, 'route');
  readRoutePattern(pattern);
  return pattern;
}

function retryAfter(value: unknown): RetryAfter {
  if (typeof value === 'number') return value;
  if (typeof value === 'string') return headerValue('retryAfter', value);
  const fields = object(value, 'retryAfter');
  onlyNames(fields, 'retryAfter', ['dateInSeconds']);
  return { dateInSeconds: number(fields.dateInSeconds, -1e9, 1e9, 'dateInSeconds') };
}

function headers(value: unknown): Record<string, string> {
  return Object.fromEntries(
    Object.entries(object(value, 'headers')).map(([name, part]) => [
      headerName(name),
      headerValue(name, text(part, name)),
    ]),
  );
}

function headerName(name: string): string {
  try {
    validateHeaderName(name);
    return name;
  } catch {
    throw new AskedWrongly(`"${name}" is no name of a header.`);
  }
}

/** HTTP has no room for line breaks, nor for letters beyond Latin-1. */
function headerValue(name: string, value: string): string {
  try {
    validateHeaderValue('x', value);
    return value;
  } catch {
    throw new AskedWrongly(`${name} holds characters that no header can.`);
  }
}

function object(value: unknown, name: string): Fields {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Fields;
  throw new AskedWrongly(`${name} must be an object.`);
}

function text(value: unknown, name: string): string {
  if (typeof value === 'string') return value;
  throw new AskedWrongly(`${name} must be a text.`);
}

function number(value: unknown, least: number, most: number, name: string): number {
  if (typeof value === 'number' && value >= least && value <= most) return value;
  throw new AskedWrongly(`${name} must be a number from ${least} to ${most}.`);
}

function count(value: unknown, name: string): number {
  if (Number.isInteger(value) && Number(value) >= 1) return Number(value);
  throw new AskedWrongly(`${name} must be a whole number from 1.`);
}

function oneOf<T extends string>(value: unknown, choices: readonly T[], name: string): T {
  const choice = choices.find((candidate) => candidate === value);
  if (choice === undefined) throw new AskedWrongly(`${name} must be one of ${choices.join(', ')}.`);
  return choice;
}

function onlyNames(fields: Fields, what: string, names: readonly string[]): void {
  const strange = Object.keys(fields).find((name) => !names.includes(name));
  if (strange !== undefined)
    throw new AskedWrongly(`${what} knows nothing of "${strange}"; it has ${names.join(', ')}.`);
}
