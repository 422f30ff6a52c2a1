import type { Problem } from '../../domain/answer';
import { SecretUnavailable } from './secret-reader';

const NETWORK_CODES =
  /^(E(AI_AGAIN|CONNABORTED|CONNREFUSED|CONNRESET|HOSTUNREACH|NETUNREACH|NOTFOUND|PIPE|TIMEDOUT)|REQUEST_SEND_ERROR|network_error)$/;
const TIME_IS_UP = /^(AbortError|TimeoutError)$/;
const DEEPEST = 5;

export interface ErrorFacts {
  status?: number | undefined;
  codes: string[];
  /** Whether the app could not even show who it is. */
  isOfIdentity: boolean;
  /** Whether it had no secret to show. */
  isOfSecret: boolean;
  /** Whether the package asked nobody: for a minute after an answer such as 503 it repeats that instead. */
  isHeldBack: boolean;
}

/** Its own text may quote what was sent, so only status and codes of it are told; the advice is ours. */
export function tokenProblem(error: unknown, advise: (facts: ErrorFacts) => string): Problem {
  const facts = factsOf(error);
  const { status = 0, codes } = facts;
  const isUnavailable =
    facts.isHeldBack ||
    status === 408 ||
    status === 429 ||
    status >= 500 ||
    codes.some((code) => NETWORK_CODES.test(code) || TIME_IS_UP.test(code));
  const known = [...(status ? [`HTTP ${status}`] : []), ...new Set(codes)].join(', ');
  return noToken(isUnavailable ? 'unavailable' : 'unauthenticated', `${advise(facts)}${known && ` (${known})`}`);
}

export function noToken(kind: 'unavailable' | 'unauthenticated', message: string): Problem {
  return { kind, code: 'NO_TOKEN', message, mayHaveHappened: false };
}

/** What happened stands in the error itself, or in one that it names as its cause. */
function factsOf(error: unknown): ErrorFacts {
  const chain = causes(error, DEEPEST);
  const numbers = chain.flatMap(({ statusCode, status, code }) => [statusCode, status, code]);
  const names = chain.flatMap(({ code, errorCode, name }) => [code, errorCode, name]);
  const entra = chain.flatMap(({ message }) =>
    typeof message === 'string' ? (message.match(/AADSTS\d+/g) ?? []) : [],
  );
  return {
    status: numbers.find((value) => typeof value === 'number' && value >= 400 && value < 600) as number | undefined,
    codes: [...entra, ...names.filter(isCode)],
    isOfIdentity: chain.some(({ name }) => /^(CredentialUnavailable|Authentication)/.test(String(name))),
    isOfSecret: error instanceof SecretUnavailable,
    isHeldBack: chain.some(({ name, status }) => name === 'ServerError' && status === undefined),
  };
}

type Loose = Readonly<Record<string, unknown>>;

function causes(error: unknown, depth: number): Loose[] {
  if (typeof error !== 'object' || error === null || depth === 0) return [];
  const { cause, errors } = error as Loose;
  return [
    error as Loose,
    ...causes(cause, depth - 1),
    ...(Array.isArray(errors) ? errors : []).flatMap((each) => causes(each, depth - 1)),
  ];
}

/** Without digits, which secrets have: whoever refuses one may repeat it in the place of a code. */
const isCode = (value: unknown): value is string =>
  typeof value === 'string' && /^[A-Za-z][A-Za-z_]{1,40}$/.test(value) && value !== 'Error';
