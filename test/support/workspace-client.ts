import type { HttpResponse } from '../../local/http';
import { DEMO_TOKEN } from '../../local/workspace/access';
import { parseJson, stringifyJson } from '../../local/workspace/int64-json';
import type { Scenario } from '../../local/workspace/scenarios/scenario';
import { createWorkspace, type WorkspaceOptions } from '../../local/workspace/workspace';
import { VirtualClock } from './virtual-clock';

// biome-ignore lint/suspicious/noExplicitAny: answers are read as a client without types would
export type Answer = any;

export interface Reply {
  status: number;
  body: Answer;
  headers: NonNullable<HttpResponse['headers']>;
}

/** A workspace of its own for one test, and a client that speaks to it as plainly as possible. */
export function workspaceWith(scenarios: readonly Scenario[] = [], options: Partial<WorkspaceOptions> = {}) {
  const clock = new VirtualClock();
  const workspace = createWorkspace({ clock, scenarios, ...options });
  const send = async (method: string, path: string, body?: unknown, token: string | undefined = DEMO_TOKEN) => {
    const [bare = '', query = ''] = (path.startsWith('/') ? path : `/api/2.2/jobs/${path}`).split('?');
    const response = await workspace.handle({
      method,
      path: bare,
      query,
      headers: token ? { authorization: `Bearer ${token}` } : {},
      body: Buffer.from(body === undefined ? '' : typeof body === 'string' ? body : stringifyJson(body)),
    });
    return {
      status: response.status,
      body: parseJson(String(response.body)),
      headers: response.headers ?? {},
    } as Reply;
  };
  const succeed = async (reply: Promise<Reply>) => {
    const { status, body } = await reply;
    if (status !== 200) throw new Error(`${status}: ${stringifyJson(body)}`);
    return body;
  };
  const get = (path: string): Promise<Answer> => succeed(send('GET', path));
  const post = (path: string, body: unknown): Promise<Answer> => succeed(send('POST', path, body));
  const jobId = workspace.jobs().at(-1)?.jobId ?? 0n;
  return {
    clock,
    workspace,
    send,
    get,
    post,
    /** Of the last job: that of the last scenario, after those it needs. */
    jobId,
    start: async (more: object = {}): Promise<Answer> => (await post('run-now', { job_id: jobId, ...more })).run_id,
    run: (runId: unknown, more = ''): Promise<Answer> => get(`runs/get?run_id=${runId}${more}`),
    output: (runId: unknown): Promise<Answer> => get(`runs/get-output?run_id=${runId}`),
    seconds: (count: number) => clock.advance(count * 1000),
  };
}

export const DAY_SECONDS = 86_400;

/** The two vocabularies in which a run or task tells how it is. */
export const states = (of: Answer) => [of.state.life_cycle_state, of.state.result_state, of.status.state];

export const taskOf = (run: Answer, key: string) => run.tasks.filter((task: Answer) => task.task_key === key).at(-1);
