import type { HttpHandler, HttpResponse } from '../../../local/http';
import { DEMO_TOKEN } from '../../../local/workspace/access';
import type { Scenario } from '../../../local/workspace/scenarios/scenario';
import type { WorkspaceOptions } from '../../../local/workspace/workspace';
import { createDatabricks, type DatabricksOptions } from '../../../src/adapters/databricks/databricks';
import type { Answer, Problem } from '../../../src/domain/answer';
import { workspaceWith } from '../../support/workspace-client';
import { transportTo } from '../../support/workspace-transport';

export const HOST = 'https://adb-1.2.azuredatabricks.net';
export const NOW = Date.parse('2026-01-01T00:00:00.000Z');

/** What is under test, and the requests it made. */
export function clientOf(handle: HttpHandler, options: Partial<DatabricksOptions> = {}) {
  const transport = transportTo(handle);
  const databricks = createDatabricks({
    host: HOST,
    token: async () => ({ ok: true, value: DEMO_TOKEN }),
    now: () => NOW,
    version: '1.2.3',
    transport,
    ...options,
  });
  return { databricks, requests: transport.requests };
}

/** A client to a workspace of its own. */
export function workspaceClient(scenarios: readonly Scenario[] = [], options: Partial<WorkspaceOptions> = {}) {
  const { clock, workspace, jobId, seconds } = workspaceWith(scenarios, options);
  const { databricks, requests } = clientOf(workspace.handle);
  const start = async (more: object = {}) => {
    const { runId } = valueIn(await databricks.runNow({ job_id: String(jobId), ...more }));
    return runId;
  };
  return { databricks, requests, workspace, clock, jobId: String(jobId), start, seconds };
}

/** A client to something that always gives these answers, the last of them again and again. */
export function clientAnswered(...responses: HttpResponse[]) {
  let asked = 0;
  return clientOf(async () => {
    const response = responses[Math.min(asked, responses.length - 1)];
    asked += 1;
    return response ?? { status: 200 };
  });
}

export const json = (body: unknown, status = 200): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/json' },
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

export function valueIn<T>(answer: Answer<T>): T {
  if (!answer.ok) throw new Error(`${answer.problem.code}: ${answer.problem.message}`);
  return answer.value;
}

export function problemIn(answer: Answer<unknown>): Problem {
  if (answer.ok) throw new Error(`no problem but ${JSON.stringify(answer.value)}`);
  return answer.problem;
}
