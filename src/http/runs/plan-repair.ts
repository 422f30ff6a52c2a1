import type { Callback } from '../../contract/callbacks/callback';
import { canonicalJson } from '../../contract/canonical-json';
import { type FieldProblem, ProblemError } from '../../contract/problem';
import { type EarlierTry, MOST_EARLIER } from '../../contract/runs/earlier-try';
import { type RunJobInput, readRunJobInput } from '../../contract/runs/orchestration/run-job-input';
import type { RepairReading } from '../../contract/runs/request/repair-request';
import { planRun } from '../../contract/runs/request/run-plan';
import { kindOf, type RunRequest, runRequestSchema } from '../../contract/runs/request/run-request';
import { isRunId } from '../../contract/runs/run-id';
import type { RunRow } from '../../contract/runs/run-row';
import type { End } from '../../contract/runs/run-view';
import { fieldProblems } from '../../contract/schema-problem';
import { outcomeOf } from '../../domain/outcome';
import { accountOf } from '../../runs/account';
import type { App } from '../app';
import { databricksProblem } from '../databricks-problem';
import { requestInvalid } from '../reading/request-invalid';
import { unknownRun } from './unknown-run';

export interface Repair {
  input: RunJobInput;
  callback: Callback | undefined;
}

type Asked = Extract<RepairReading, { ok: true }>;

/**
 * What the orchestration of a repair begins with. Everything that can be wrong is found before anything is started.
 * `goesOn`: the same repair was asked for before, and is under way.
 */
export async function planRepair(id: string, asked: Asked, app: App): Promise<Repair | 'goesOn'> {
  const account = isRunId(id) ? await accountOf(id, app) : undefined;
  if (!account) throw unknownRun();
  const instance = await app.instances.read(id);
  if (!instance)
    throw refused({
      code: 'runArchived',
      why: 'It has ended so long ago that this app no longer knows how it was started',
    });
  const told = readRunJobInput(instance.input);
  const request = withParameters(told.request, asked, app);
  const repair = asked.repair;
  const { end } = account;
  if (!end) {
    const isSame =
      canonicalJson([told.repair, JSON.parse(told.request)]) === canonicalJson([repair, JSON.parse(request)]);
    if (isSame) return 'goesOn';
    throw refused({ code: 'runGoesOn', why: 'It still goes on', advice: 'Wait for its end, or cancel it first.' });
  }
  const row = await app.runs.read(id);
  if (row?.runId === undefined) throw refused({ code: 'nothingToRepair', why: 'Nothing of it has run at Databricks' });
  await refuseUnfit(row, end, asked, app);

  const now = new Date(app.now()).toISOString();
  const last: EarlierTry = {
    how: told.repair ? 'repair' : 'start',
    runId: row.runId,
    outcome: end.outcome,
    code: end.code,
    endedAt: end.endedAt ?? now,
  };
  const input: RunJobInput = {
    request,
    instanceId: id,
    nonce: row.nonce,
    submittedAt: now,
    timeoutSeconds: asked.timeoutSeconds ?? told.timeoutSeconds ?? app.defaultTimeoutSeconds,
    correlationId: app.correlationId,
    repair,
    earlier: [...(end.earlier ?? []), last].slice(-MOST_EARLIER),
  };
  return { input, callback: asked.callback };
}

/** Asks Databricks what there is to repair, so that a mistake is told at once. */
async function refuseUnfit(row: RunRow, end: End, { repair }: Asked, { workspaces }: App): Promise<void> {
  if (end.outcome === 'skipped')
    throw refused({ code: 'nothingToRepair', why: 'Databricks has skipped it, so nothing of it has run' });
  const databricks = workspaces.find(row.workspace)?.databricks;
  if (!databricks) throw workspaceUnknown();
  const answer = await databricks.run(row.runId ?? '');
  if (!answer.ok) throw databricksProblem(answer.problem, 'The run could not be read');
  const { tasks, state } = answer.value;
  const keys = tasks.map(({ key }) => key);
  const unknown = repair.tasks?.find((key) => !keys.includes(key));
  if (unknown !== undefined) {
    const detail = `must name tasks of the run: ${keys.slice(0, MOST_NAMED).join(', ')}`;
    throw requestInvalid([{ field: 'rerun_tasks', detail }]);
  }
  const isAllWell = outcomeOf(state) === 'succeeded' && tasks.every((task) => outcomeOf(task.state) === 'succeeded');
  if (repair.tasks === null && isAllWell) {
    throw refused({
      code: 'nothingToRepair',
      why: 'None of its tasks has failed',
      advice: 'Name the tasks that are to run once more.',
    });
  }
}

const MOST_NAMED = 100;

function readRequest(text: string): RunRequest {
  const { data } = runRequestSchema.safeParse(JSON.parse(text));
  if (!data) throw refused({ code: 'notRepairable', why: 'It was started with a request that this app can not read' });
  const kind = kindOf(data);
  if (kind === 'job' || kind === 'submit') return data;
  throw refused({ code: 'notRepairable', why: 'Databricks repairs runs of jobs only' });
}

function withParameters(text: string, { parameters }: Asked, app: App): string {
  const request = readRequest(text);
  if (Object.keys(parameters).length === 0) return text;
  if (request.job === undefined)
    throw refused({ code: 'notRepairable', why: 'A run without a job takes no parameters' });
  const changed = { ...request, runNow: { ...request.runNow, ...parameters } };
  const asGiven = ({ field, detail }: FieldProblem) => ({ field: field.replace(/^runNow\./, ''), detail });
  const { error } = runRequestSchema.safeParse(changed);
  if (error) throw requestInvalid(fieldProblems(error).map(asGiven));
  const plan = planRun(changed, app);
  if ('problem' in plan) throw requestInvalid([asGiven(plan.problem)]);
  return JSON.stringify(changed);
}

const workspaceUnknown = () =>
  new ProblemError({
    status: 503,
    code: 'workspaceUnknown',
    detail: 'The workspace of this run is no longer set up. Set it up again, and repair it then.',
  });

interface Refusal {
  code: string;
  why: string;
  advice?: string;
}

function refused({ code, why, advice = 'Start a new run.' }: Refusal): ProblemError {
  return new ProblemError({ status: 409, code, detail: `This run can't be repaired. ${why}. ${advice}` });
}
