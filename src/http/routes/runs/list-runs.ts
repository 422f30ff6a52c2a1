import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import type { RunPage, RunQuery } from '../../../adapters/storage/runs';
import { isOwnJob } from '../../../contract/callers/caller';
import { BadPageToken } from '../../../contract/paging/bad-page-token';
import { openPlace, sealPlace } from '../../../contract/paging/sealed-place';
import { lateOutcomeOf } from '../../../contract/runs/left-alone';
import { RUN_KINDS } from '../../../contract/runs/run-kind';
import type { ListedRun, RunList } from '../../../contract/runs/run-list';
import type { RunRow } from '../../../contract/runs/run-row';
import { DEFAULT_WORKSPACE } from '../../../contract/workspaces/workspace';
import { OUTCOMES } from '../../../domain/outcome';
import type { App } from '../../app';
import { readChoice, readWhole, refuseQuery, refuseUnknownOptions } from '../../reading/query';
import { readTime } from '../../reading/read-time';

/** `GET /runs`: what this app has started, newest first. It reads its own notes, which may lag by seconds. */
export async function listRuns({ query }: HttpRequest, app: App): Promise<HttpResponseInit> {
  refuseUnknownOptions(query, ['job', 'kind', 'outcome', 'from', 'to', 'limit', 'pageToken']);
  const outcome = query.get('outcome') ?? undefined;
  if (outcome !== undefined && ![...OUTCOMES, 'none'].includes(outcome)) {
    throw refuseQuery('outcome', `must be one of ${OUTCOMES.join(', ')}, or none for runs without a recorded end`);
  }
  const asked = {
    job: readJob(query),
    kind: query.has('kind') ? readChoice(query, 'kind', RUN_KINDS) : undefined,
    outcome,
    from: readTime(query, 'from'),
    to: readTime(query, 'to'),
    limit: readWhole(query, 'limit', 1, 100, 25),
    pageToken: await readPlace(query.get('pageToken'), app),
  };
  const { runs, nextPageToken } = await listOwn(asked, app).catch((error) => {
    throw error instanceof BadPageToken ? wrongPageToken() : error;
  });
  const sealed = nextPageToken === undefined ? null : sealPlace(nextPageToken, await app.linkKey());
  const body: RunList = { runs: runs.map(shown), nextPageToken: sealed };
  return { status: 200, jsonBody: body };
}

async function readPlace(token: string | null, { linkKey, formerLinkKey }: App): Promise<string | undefined> {
  if (token === null) return undefined;
  const former = await formerLinkKey();
  const place = openPlace(token, await linkKey()) ?? (former && openPlace(token, former));
  if (place === undefined) throw wrongPageToken();
  return place;
}

const wrongPageToken = () => refuseQuery('pageToken', 'must be the nextPageToken of the page before');

/** A page with nothing but runs of others is not the last one: so the next ones are looked at as well. */
const MOST_PAGES = 5;

async function listOwn({ limit, ...asked }: RunQuery, { runs, caller }: App): Promise<RunPage> {
  const own: RunRow[] = [];
  let { pageToken } = asked;
  for (let page = 0; page < MOST_PAGES; page++) {
    const found = await runs.list({ ...asked, pageToken, limit: limit - own.length });
    own.push(...found.runs.filter((row) => isOwnJob(caller, row)));
    pageToken = found.nextPageToken;
    if (pageToken === undefined || own.length >= limit || caller.jobs === undefined) break;
  }
  return { runs: own, nextPageToken: pageToken };
}

function shown(row: RunRow): ListedRun {
  const { id, submittedAt, endedAt = null, outcome = null, code = null, message = null } = row;
  const lateOutcome = lateOutcomeOf(row);
  return {
    id,
    kind: row.kind ?? 'job',
    outcome,
    ...(code && { code }),
    ...(message && { message }),
    ...(lateOutcome && { lateOutcome }),
    submittedAt,
    endedAt,
    job: {
      id: row.jobId ?? null,
      name: row.jobName ?? null,
      workspace: row.workspace ?? DEFAULT_WORKSPACE,
      askedFor: row.job || (row.pipelineId ?? ''),
    },
    run: row.runId ? { id: row.runId, pageUrl: row.pageUrl ?? null } : null,
  };
}

/** A job's name has 4,096 characters at most. */
function readJob(query: URLSearchParams): string | undefined {
  const text = query.get('job') ?? undefined;
  if (text !== undefined && text.length > 4096)
    throw refuseQuery('job', 'must be an alias, or the id or name of a job, or the id of a pipeline');
  return text;
}
