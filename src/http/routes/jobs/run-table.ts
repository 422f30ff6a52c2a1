import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { ProblemError } from '../../../contract/problem';
import type { Claim } from '../../../contract/runs/claims/claim';
import type { RunAccount } from '../../../contract/runs/run-view';
import type { NextRequest } from '../../../contract/table/table-answers';
import { accountOf } from '../../../runs/account';
import type { App } from '../../app';
import { chosenOutputs, outputsOf } from '../../outputs/stored-outputs';
import { awaitEnd } from '../../runs/await-end';
import { type Begun, beginRun, joinRun, newClaim } from '../../runs/begin-run';
import { runAnswer } from '../../runs/run-answer';
import { unknownRun } from '../../runs/unknown-run';
import { emptyTable, tableAnswer, tableFrom } from '../../tables/table-answer';
import { readTableQuery, type TableQuery } from '../../tables/table-query';
import { tableRequest } from '../../tables/table-request';

/** How soon a run that did not end well is tried again. */
const FAILURE_FRESH_MS = 60_000;

/**
 * `GET /jobs/{job}/table`: the rows of a job, from the run that goes on, or one that has ended lately, or a new one. Power
 * BI evaluates a query more than once and at the same time: all of its requests lead to one run.
 */
export async function runTable(request: HttpRequest, app: App): Promise<HttpResponseInit> {
  const query = await readTableQuery(request, app);
  const found = await findRun(query, app);
  if (!found) return tableAnswer(emptyTable(query.columns), query.format, { id: null, outcome: null });

  const account = await awaitEnd(found.id, query.waitMs, app);
  if (!account.end) return goesOn(account, found, query, app);
  if (!account.end.endedWell) return runAnswer(account, { onFailure: query.onFailure, joined: found.joined }, app);
  const outputs = chosenOutputs(await outputsOf(account, app), query.task, account.end);
  const table = await tableFrom(found.id, outputs, query.columns, adviceFor(found.id), app);
  return tableAnswer(table, query.format, { id: account.id, outcome: account.end.outcome });
}

const adviceFor = (id: string) =>
  `Let the notebook hand over rows, or get the output as it is from GET /api/runs/${id}/output.`;

/** Undefined: the caller only peeks, and there is nothing yet. */
async function findRun(query: TableQuery, app: App): Promise<Begun | undefined> {
  if (query.run !== null) return { id: await runOfKey(query.run, query.key, app), joined: true };
  const claim = await app.claims.read(query.key);
  if (query.peek) {
    const there = claim && (await accountOf(claim.instanceId, app));
    return there && !there.archived ? { id: there.id, joined: true } : undefined;
  }
  if (claim) {
    const account = await accountOf(claim.instanceId, app);
    if (!account?.isStarted) return joinRun(await tableRequest(query, app), app, claim, query.key);
    if (isFresh(account, query.freshMs, app.now())) return { id: account.id, joined: true };
  }
  const effective = await tableRequest(query, app);
  const mine = newClaim('', app);
  if (!claim) {
    const taking = await app.claims.take(query.key, mine);
    if (taking.taken) return beginRun(effective, app, mine, query.key);
  } else if (await app.claims.replace(query.key, claim, mine)) {
    return putBackIfRefused(claim, query.key, beginRun(effective, app, mine, query.key), app);
  }
  return findRun(query, app); // another request was faster
}

/** A refused start leaves the key to the run before it, whose rows may be fresh enough for somebody else. */
async function putBackIfRefused(before: Claim, key: string, beginning: Promise<Begun>, app: App): Promise<Begun> {
  try {
    return await beginning;
  } catch (error) {
    const held = error instanceof ProblemError && error.facts.status === 409 ? await app.claims.read(key) : undefined;
    const isStarted = held && (await accountOf(held.instanceId, app))?.isStarted; // by a request after this one
    if (held && !isStarted) await app.claims.replace(key, held, before);
    throw error;
  }
}

/** Whether a run still answers for its job: while it goes on, and for a while after its end. */
function isFresh({ end, archived }: RunAccount, freshMs: number, now: number): boolean {
  if (!end) return true;
  if (archived || end.endedAt === null) return false;
  return now - Date.parse(end.endedAt) < (end.endedWell ? freshMs : Math.min(freshMs, FAILURE_FRESH_MS));
}

/** A run can be asked for only by the query that has led to it. */
async function runOfKey(id: string, key: string, { runs, claims }: App): Promise<string> {
  if ((await runs.read(id))?.tableKey === key) return id;
  if ((await claims.read(key))?.instanceId === id) return id; // it has joined a run that another table was asked for
  throw unknownRun();
}

/** What to ask next, for a caller that can only vary the path below a fixed address, and the query. */
async function goesOn(account: RunAccount, { joined }: Begun, query: TableQuery, app: App): Promise<HttpResponseInit> {
  const next: NextRequest = { relativePath: query.relativePath, query: { ...query.asGiven, run: account.id } };
  return runAnswer(account, { onFailure: query.onFailure, joined, more: { next } }, app);
}
