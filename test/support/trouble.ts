import type { WorldOptions } from './run-world';

export type Intercept = NonNullable<WorldOptions['intercept']>;
type Pass = Parameters<Intercept>[1];
type Answer = ReturnType<Pass>;

/** What happens to one request: it may be passed on, before, after, or not at all. */
export type Trouble = (pass: Pass) => Answer;

export const works: Trouble = (pass) => pass();

/** The workspace never hears of it. */
export const answers =
  (
    status: number,
    headers: Record<string, string> = {},
    body = '{"error_code":"MADE_UP","message":"made up"}',
  ): Trouble =>
  async () => ({ status, headers: { 'content-type': 'application/json', ...headers }, body });

/** The workspace does what it was asked, and its answer is lost. */
export const answerLost: Trouble = async (pass) => {
  await pass();
  throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
};

/** The request is lost on its way, which its sender can't tell from a lost answer. */
export const requestLost: Trouble = async () => {
  throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
};

export const notConnected: Trouble = async () => {
  throw Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
};

/** The workspace does what it was asked, and something in between answers in its place. */
export const answerReplaced =
  (body: string, status = 200): Trouble =>
  async (pass) => {
    await pass();
    return { status, headers: { 'content-type': 'text/html' }, body };
  };

/** Troubles that come to the requests of one route, such as `run-now`, one after the other; then all is well. */
export function onRoute(route: string, ...troubles: Trouble[]): Intercept {
  const left = [...troubles];
  return (request, pass) => (request.path.endsWith(`/${route}`) ? (left.shift() ?? works)(pass) : pass());
}

/** A trouble that stays for as long as the condition holds. */
export function whenever(route: string, isSo: () => boolean, trouble: Trouble): Intercept {
  return (request, pass) => (request.path.endsWith(`/${route}`) && isSo() ? trouble(pass) : pass());
}
