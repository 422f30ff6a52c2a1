import { canonicalJson } from '../../contract/canonical-json';
import type { ProblemCode } from '../../contract/codes';
import { withOthers } from '../../contract/jobs/job-parameters';
import { type FieldProblem, ProblemError } from '../../contract/problem';
import { type EarlierTry, MOST_EARLIER } from '../../contract/runs/earlier-try';
import { type RunJobInput, readRunJobInput } from '../../contract/runs/orchestration/run-job-input';
import type { RepairReading } from '../../contract/runs/request/repair-request';
import { planRun } from '../../contract/runs/request/run-plan';
import { kindOf, type RunRequest, runRequestSchema } from '../../contract/runs/request/run-request';
import { isRunId } from '../../contract/runs/run-id';
import { isRepairable } from '../../contract/runs/run-kind';
import type { RunRow } from '../../contract/runs/run-row';
import type { End, RunAccount } from '../../contract/runs/run-view';
import { fieldProblems } from '../../contract/schema-problem';
import { hasEnded, outcomeOf } from '../../domain/outcome';
import { accountOf } from '../../runs/account';
import type { App } from '../app';
import { databricksProblem } from '../databricks-problem';
import { requestInvalid } from '../reading/request-invalid';
import { planRefused } from './plan-refused';
import { unknownRun } from './unknown-run';
import { workspaceUnknown } from './workspace-unknown';

export interface Repair {
  input: RunJobInput;
  /** The run, as it stands before. */
  account: RunAccount;
  /** Whether it runs with other parameters than before. */
  hasOtherParameters: boolean;
}

type Asked = Extract<RepairReading, { ok: true }>;

/**
 * What the orchestration of a repair begins with. Everything that can be wrong is found before anything is started. A
 * number: the same repair was asked for before, at that time, and is under way.
 */
export async function planRepair(id: string, asked: Asked, app: App): Promise<Repair | UnderWay> {
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
  const hasOtherParameters = canonicalJson(JSON.parse(request)) !== canonicalJson(JSON.parse(told.request));
  const { repair } = asked;
  const { end } = account;
  if (!end) {
    const isSame = canonicalJson(told.repair) === canonicalJson(repair) && !hasOtherParameters;
    if (isSame && told.repairAt !== undefined) return { isUnderWay: true, repairAt: told.repairAt };
    throw goesOn('It still goes on');
  }
  const row = await app.runs.read(id);
  if (!row?.runId) throw refused({ code: 'nothingToRepair', why: 'Nothing of it has run at Databricks' });
  await refuseUnfit(row, end, asked, app);

  // The end may be told by another machine, whose clock is ahead: whatever was before it is past.
  const ended = end.endedAt === null ? 0 : Date.parse(end.endedAt) + 1;
  const repairAt = new Date(Math.max(app.now(), ended)).toISOString();
  const repairSeconds = asked.timeoutSeconds ?? told.repairSeconds ?? told.timeoutSeconds ?? app.defaultTimeoutSeconds;
  const before = Math.ceil((Date.parse(repairAt) - Date.parse(row.submittedAt)) / 1000);
  const input: RunJobInput = {
    request,
    instanceId: id,
    nonce: row.nonce,
    submittedAt: row.submittedAt,
    timeoutSeconds: before + repairSeconds,
    correlationId: app.correlationId,
    repair,
    repairAt,
    repairSeconds,
    earlier: [...(end.earlier ?? []), tryThatEnded(row, end, told.repair !== undefined, repairAt)].slice(-MOST_EARLIER),
    ...(account.run && { run: account.run }),
  };
  return { input, account, hasOtherParameters };
}

export interface UnderWay {
  isUnderWay: true;
  repairAt: string;
}

/** What was tried again by itself was repaired, unless nothing of it had run. */
function tryThatEnded({ runId }: RunRow, end: End, wasRepaired: boolean, now: string): EarlierTry {
  const before = end.earlier?.at(-1);
  const how = wasRepaired || (before && before.outcome !== 'skipped') ? 'repair' : 'start';
  return { how, runId: runId ?? null, outcome: end.outcome, code: end.code, endedAt: end.endedAt ?? now };
}

/** Asks Databricks what there is to repair, so that a mistake is told at once. */
async function refuseUnfit(row: RunRow, end: End, { repair }: Asked, { workspaces }: App): Promise<void> {
  if (end.outcome === 'skipped')
    throw refused({ code: 'nothingToRepair', why: 'Databricks has skipped it, so nothing of it has run' });
  const databricks = workspaces.find(row.workspace)?.databricks;
  if (!databricks) throw workspaceUnknown();
  const answer = await databricks.run(row.runId ?? '');
  if (!answer.ok) throw databricksProblem(answer.problem, 'The run could not be read', 'Start a new run.');
  const { tasks, state } = answer.value;
  if (!hasEnded(state)) throw goesOn('It goes on at Databricks');
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
  if (isRepairable(kind)) return data;
  throw refused({ code: 'notRepairable', why: 'Databricks repairs runs of jobs only' });
}

function withParameters(text: string, { parameters }: Asked, app: App): string {
  const request = readRequest(text);
  if (Object.keys(parameters).length === 0) return text;
  if (request.job === undefined)
    throw refused({ code: 'notRepairable', why: 'A run without a job takes no parameters' });
  const changed = { ...request, runNow: withOthers(request.runNow ?? {}, parameters) };
  const asGiven = ({ field, detail }: FieldProblem) => ({ field: field.replace(/^runNow\./, ''), detail });
  const { error } = runRequestSchema.safeParse(changed);
  if (error) throw requestInvalid(fieldProblems(error).map(asGiven));
  const plan = planRun(changed, app);
  if ('problem' in plan) throw planRefused({ ...plan.problem, ...asGiven(plan.problem) });
  return JSON.stringify(changed);
}

const goesOn = (why: string) => refused({ code: 'runGoesOn', why, advice: 'Wait for its end, or cancel it first.' });

interface Refusal {
  code: ProblemCode;
  why: string;
  advice?: string;
}

function refused({ code, why, advice = 'Start a new run.' }: Refusal): ProblemError {
  return new ProblemError({ status: 409, code, detail: `This run can't be repaired. ${why}. ${advice}` });
}
