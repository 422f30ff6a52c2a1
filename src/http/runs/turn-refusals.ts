import { ProblemError, type ProblemFacts } from '../../contract/problem';
import type { TurnEntry } from '../../contract/runs/claims/turn';
import { linkExpiry, linksTo } from '../../runs/links';
import type { StandingRun } from '../../runs/standing';
import type { App } from '../app';

type Going = StandingRun & {
  entry: TurnEntry;
  /** Of a job of the caller. */
  isOwn: boolean;
};

/** Who may not see a run is told no more of it than that there is one. */
const isShown = ({ isOwn }: Going, { caller }: App): boolean => isOwn && caller.roles.includes('Runs.Read');

/** The page comes first: it is what people look for. */
export async function runGoesOn(going: Going, app: App): Promise<ProblemError> {
  const { entry, account, standing } = going;
  if (!isShown(going, app)) return new ProblemError({ status: 409, code: 'runGoesOn', detail: HIDDEN_RUN });
  const { instanceId: id } = entry;
  const page = account?.run?.pageUrl;
  const what =
    standing === 'leftover'
      ? 'A run of the same job or pipeline that was left alone may go on'
      : 'A run of the same job or pipeline goes on';
  const advice = `Wait for its end, or stop it with POST /api/runs/${id}/cancel; or let the start say "concurrency": "allow", "join" or "cancelPrevious".`;
  const detail = `${what}: ${page ? `${page} (here ${id})` : id}. Nothing was started. ${advice}`;
  return conflict({ code: 'runGoesOn', detail }, id, account, app);
}

const HIDDEN_RUN =
  'A run of the same job or pipeline goes on that this caller may not see. Nothing was started. Wait for its end, or let the start say "concurrency": "allow".';

export async function callbackTaken(going: Going, app: App): Promise<ProblemError> {
  const { entry, account } = going;
  if (!isShown(going, app)) return new ProblemError({ status: 409, code: 'callbackTaken', detail: HIDDEN_EQUAL });
  const { instanceId: id } = entry;
  const detail = `An equal run goes on, and its end is told to another address: ${id}. Follow it at GET /api/runs/${id}, or start one without "concurrency": "join".`;
  return conflict({ code: 'callbackTaken', detail }, id, account, app);
}

const HIDDEN_EQUAL =
  'An equal run goes on that this caller may not see, and its end is told to another address. Start one without "concurrency": "join".';

async function conflict(
  told: Pick<ProblemFacts, 'code' | 'detail'>,
  id: string,
  account: Going['account'],
  app: App,
): Promise<ProblemError> {
  const deadline = account?.deadline ?? app.now() + app.defaultTimeoutSeconds * 1000;
  const { status: statusPath } = await linksTo(id, linkExpiry({ deadline }, app.now()), app);
  return new ProblemError({ status: 409, ...told, more: { goingRun: { id, statusPath } } });
}

export const tooManyRuns = (most: number) =>
  new ProblemError({
    status: 409,
    code: 'tooManyRuns',
    detail: `${most} runs of the same job or pipeline that mind each other go on, and there is room for no more. Cancel some, or wait for their ends.`,
  });
