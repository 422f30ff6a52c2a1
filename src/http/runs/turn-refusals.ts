import { ProblemError, type ProblemFacts } from '../../contract/problem';
import type { TurnEntry } from '../../contract/runs/claims/turn';
import { linkExpiry, linksTo } from '../../runs/links';
import type { StandingRun } from '../../runs/standing';
import type { App } from '../app';

type Going = StandingRun & { entry: TurnEntry };

/** The page comes first: it is what people look for. */
export async function runGoesOn({ entry, account, standing }: Going, app: App): Promise<ProblemError> {
  const { instanceId: id } = entry;
  const page = account?.run?.pageUrl;
  const what =
    standing === 'leftover' ? 'A run of this job that was left alone may go on' : 'A run of this job goes on';
  const advice = `Wait for its end, or stop it with POST /api/runs/${id}/cancel; or let the start say "concurrency": "allow", "join" or "cancelPrevious".`;
  const detail = `${what}: ${page ? `${page} (here ${id})` : id}. Nothing was started. ${advice}`;
  return conflict({ code: 'runGoesOn', detail }, id, account, app);
}

export function callbackTaken({ entry, account }: Going, app: App): Promise<ProblemError> {
  const { instanceId: id } = entry;
  const detail = `An equal run goes on, and its end is told to another address: ${id}. Follow it at GET /api/runs/${id}, or start one without "concurrency": "join".`;
  return conflict({ code: 'callbackTaken', detail }, id, account, app);
}

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
    detail: `${most} runs of this job that mind each other go on, and there is room for no more. Cancel some, or wait for their ends.`,
  });
