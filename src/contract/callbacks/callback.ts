import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { FieldProblem } from '../problem';
import { cut } from '../schema-problem';

/** Where a caller wants to be told that its run has ended, and in whose words. */
export interface Callback {
  uri: string;
  form: 'run' | 'dataFactory';
  /** Of which repair of the run, if it is not of the run itself: an address may be given again. */
  life?: string | undefined;
}

/** What the settings say about callbacks. */
export interface CallbackRules {
  /** `hooks.example.com`, or `*.example.com` for every name below it. */
  hosts: readonly string[];
  /** Whether a server on this machine may be called back, without TLS too. */
  allowsThisMachine: boolean;
  /** What is signed with. Undefined: only Data Factory can be called, which checks no signature. */
  secret: Buffer | undefined;
}

/** Programs do not agree on what a backslash in an address is. */
const uriSchema = z
  .string()
  .regex(/^[\x21-\x5b\x5d-\x7e]{1,4096}$/)
  .optional();

/** Beside what is to run. Never kept with it: who holds such an address can speak for the run. */
export const CALLBACK_FIELDS = {
  callbackUri: uriSchema.describe(
    'An https address that the run is posted to once it has ended, signed as Standard Webhooks say. Its host must be among CALLBACK_HOSTS.',
  ),
  callBackUri: uriSchema.describe(
    'The same from the Webhook activity of Data Factory, which adds it by itself and is answered in its own words.',
  ),
} as const;

const fieldsSchema = z.object(CALLBACK_FIELDS);
const FORMS = { callbackUri: 'run', callBackUri: 'dataFactory' } as const;
const NAMES = ['callbackUri', 'callBackUri'] as const;

const ADDRESS_RULE = 'must be an https address of at most 4096 visible ASCII characters, none of them a backslash';

export interface CallbackReading {
  callback?: Callback | undefined;
  errors: FieldProblem[];
  /** The body without it. */
  rest: object;
}

/** Takes the callback out of the body of a start. */
export function takeCallback(body: object): CallbackReading {
  const { callbackUri, callBackUri, ...rest } = body as { callbackUri?: unknown; callBackUri?: unknown };
  const given = NAMES.filter((name) => Object.hasOwn(body, name));
  const [name] = given;
  if (name === undefined) return { errors: [], rest };
  if (given.length > 1) {
    return { errors: [{ field: name, detail: 'must not stand beside callBackUri, which is the same' }], rest };
  }
  const { data } = fieldsSchema.safeParse({ callbackUri, callBackUri });
  const uri = data?.[name];
  if (uri === undefined || !URL.canParse(uri)) {
    return { errors: [{ field: name, detail: ADDRESS_RULE }], rest };
  }
  return { callback: { uri, form: FORMS[name] }, errors: [], rest };
}

/** Why this app will not call there: it would reach what the caller itself can't. The address itself is never repeated. */
export function callbackRefusal({ uri, form }: Callback, rules: CallbackRules): FieldProblem | undefined {
  const field = NAMES.find((name) => FORMS[name] === form) ?? 'callbackUri';
  const { protocol, hostname, port, username, password } = new URL(uri);
  const isHere = rules.allowsThisMachine && ['localhost', '127.0.0.1'].includes(hostname);
  if (username !== '' || password !== '') return { field, detail: 'must not carry a name and a password' };
  if (protocol !== 'https:' && !(isHere && protocol === 'http:')) return { field, detail: 'must begin with https://' };
  if (!isHere && !rules.hosts.some((pattern) => matches(hostname, pattern))) {
    const known = rules.hosts.join(', ') || 'none';
    const detail = `is on the host ${cut(hostname)}, which the setting CALLBACK_HOSTS does not allow. It allows ${known}`;
    return { field, detail };
  }
  if (!isHere && port !== '') return { field, detail: 'must not name a port' };
  if (form === 'run' && !rules.secret) {
    return { field, detail: 'needs the setting CALLBACK_SECRET: this app has nothing to sign the callback with' };
  }
  return undefined;
}

const matches = (host: string, pattern: string): boolean =>
  pattern.startsWith('*.') ? host.endsWith(pattern.slice(1)) : host === pattern;

/** As the row of the run keeps it. */
export const toCallbackCell = ({ uri, form, life }: Callback): string => `${form}${life ? `#${life}` : ''} ${uri}`;

/** Undefined: nobody is to be told, any more. */
export function fromCallbackCell(cell: string | undefined): Callback | undefined {
  const [, form, life, uri] = /^(run|dataFactory)(?:#(\d+))? (.+)$/.exec(cell ?? '') ?? [];
  if (uri === undefined) return undefined;
  return { form: form as Callback['form'], uri, ...(life !== undefined && { life }) };
}

/** Tells one callback of a run from another, and nothing of its address. */
export const callbackId = (callback: Callback): string =>
  createHash('sha256').update(toCallbackCell(callback)).digest('hex').slice(0, 16);
