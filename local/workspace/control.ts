import type { HttpHandler, HttpRequest, HttpResponse } from '../http';
import { AskedWrongly } from './asked-wrongly';
import { type Fields, number, readFields, TEN_YEARS, text } from './control-fields';
import { readFaultRule } from './faults/read-fault-rule';
import type { Switchboard } from './faults/switchboard';
import type { RequestLog, RequestQuery } from './request-log';
import { FASTEST, type ScaledClock } from './scaled-clock';
import { readSettings, type WorkspaceSettings } from './settings';
import { readKey, readNewKey } from './sign-in/read-key';
import type { TokenOffice } from './sign-in/token-office';

export const CONTROL_PATH = '/_control';

/** What the control has its hands on. */
export interface Controls {
  faults: Switchboard;
  requests: RequestLog;
  clock: ScaledClock;
  workspace: ControlledWorkspace;
  /** As PEM, for clients that connect by https. */
  certificate: string;
}

export interface ControlledWorkspace {
  scenarios(): { name: string; about: string }[];
  jobs(): { job_id: string; name: string }[];
  /** Undefined: there is no such scenario. */
  addJob(scenario: string, name?: string): { job_id: string; name: string } | undefined;
  readonly settings: WorkspaceSettings;
  readonly tokens: TokenOffice;
  /** Forgets all jobs, runs and tokens, and begins with the first ones again. */
  reset(): void;
}

type Action = (controls: Controls, asked: { fields: Fields; query: URLSearchParams; id: string }) => unknown;

const ACTIONS: Record<string, Action> = {
  'GET ': () => ({ actions: Object.keys(ACTIONS).map((action) => action.replace(' ', ` ${CONTROL_PATH}/`)) }),
  'GET faults': ({ faults }) => ({ faults: faults.list() }),
  'POST faults': ({ faults }, { fields }) => faults.add(readFaultRule(fields)),
  'DELETE faults': ({ faults }) => faults.clear(),
  'DELETE faults/*': ({ faults }, { id }) => found(faults.remove(id) || undefined, `the fault ${id}`) && undefined,
  'GET requests': ({ requests }, { query }) => ({ ...requests.counts(), requests: requests.find(asQuery(query)) }),
  'DELETE requests': ({ requests }) => requests.clear(),
  'GET clock': ({ clock }) => shownClock(clock),
  'POST clock': ({ clock }, { fields }) => setClock(clock, fields),
  'GET settings': ({ workspace: { settings } }) => settings,
  'POST settings': ({ workspace: { settings } }, { fields }) => void Object.assign(settings, readSettings(fields)),
  'GET tokens': ({ workspace: { tokens } }) => ({ tokens: tokens.list() }),
  'POST tokens/add': ({ workspace: { tokens } }, { fields }) => changed(tokens.add(readNewKey(fields))),
  'POST tokens/expire': ({ workspace: { tokens } }, { fields }) => changed(tokens.expire(readKey(fields).text)),
  'POST tokens/revoke': ({ workspace: { tokens } }, { fields }) => changed(tokens.revoke(readKey(fields).text)),
  'GET scenarios': ({ workspace }) => ({ scenarios: workspace.scenarios() }),
  'GET jobs': ({ workspace }) => ({ jobs: workspace.jobs() }),
  'POST jobs': ({ workspace }, { fields: { scenario, name } }) => {
    const wanted = text(scenario, 'scenario');
    const job = workspace.addJob(wanted, name === undefined ? undefined : text(name, 'name'));
    return found(job, `the scenario "${wanted}"`);
  },
  'POST reset': ({ faults, requests, workspace }) => {
    faults.clear();
    requests.clear();
    workspace.reset();
  },
};

/** The hands behind the scene: what no workspace has, and every test and demonstration of one needs. */
export function createControl(controls: Controls): HttpHandler {
  return async (request) => {
    if (!comesFromThisMachine(request)) return answer(403, { error: 'The control answers this machine only.' });
    const rest = request.path.slice(CONTROL_PATH.length).replace(/^\/|\/$/g, '');
    if (rest === 'certificate' && request.method === 'GET') {
      return { status: 200, headers: { 'content-type': 'application/x-pem-file' }, body: controls.certificate };
    }
    const [part = '', id = ''] = rest.split('/');
    const action = ACTIONS[`${request.method} ${rest}`] ?? ACTIONS[`${request.method} ${part}/*`];
    if (!action)
      return answer(404, { error: `There is no ${request.method} ${request.path}. See GET ${CONTROL_PATH}.` });
    try {
      const query = new URLSearchParams(request.query);
      const result = await action(controls, { fields: readFields(request.body), query, id });
      return result === undefined ? { status: 204 } : answer(200, result);
    } catch (error) {
      if (error instanceof NotThere) return answer(404, { error: error.message });
      if (error instanceof AskedWrongly) return answer(400, { error: error.message });
      throw error;
    }
  };
}

class NotThere extends Error {}

function found<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new NotThere(`There is no such thing: ${what}.`);
  return value;
}

/** The token is looked up with its user: of neither is told which is not there. */
const changed = (isChanged: boolean) => void found(isChanged || undefined, 'the token, the secret or its user');

async function setClock(clock: ScaledClock, { speed, advanceSeconds }: Fields) {
  if (speed === undefined && advanceSeconds === undefined)
    throw new AskedWrongly('Say speed, advanceSeconds, or both.');
  if (speed !== undefined) clock.setSpeed(number(speed, FASTEST, 'speed'));
  if (advanceSeconds !== undefined) await clock.advance(number(advanceSeconds, TEN_YEARS, 'advanceSeconds') * 1000);
  return shownClock(clock);
}

function shownClock(clock: ScaledClock) {
  return { now: new Date(clock.now()).toISOString(), speed: clock.speed };
}

function asQuery(query: URLSearchParams): RequestQuery {
  const route = query.get('route');
  const [after, status] = ['after', 'status'].map((name) => (query.has(name) ? Number(query.get(name)) : undefined));
  if (Number.isNaN(after) || Number.isNaN(status)) throw new AskedWrongly('after and status must be numbers.');
  return {
    ...(route !== null && { route }),
    ...(after !== undefined && { after }),
    ...(status !== undefined && { status }),
  };
}

/**
 * The workspace listens on loopback only. A page in a browser of this machine could still reach it, under a name of its
 * own that leads here, or by a request across origins: neither is let in.
 */
function comesFromThisMachine({ headers }: HttpRequest): boolean {
  const named = /^(?:localhost|127\.0\.0\.1|\[::1\])(?::\d+)?$/i.test(headers.host ?? '');
  return (
    named && (headers.origin === undefined || new RegExp(`^https?://${escaped(headers.host)}$`).test(headers.origin))
  );
}

function escaped(host = ''): string {
  return host.replace(/[.[\]]/g, '\\$&');
}

function answer(status: number, value: unknown): HttpResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: `${JSON.stringify(value, null, 2)}\n` };
}
