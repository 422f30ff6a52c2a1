import { createHash } from 'node:crypto';
import { callbackId } from '../../contract/callbacks/callback';
import { isOwnJob } from '../../contract/callers/caller';
import { canonicalJson } from '../../contract/canonical-json';
import type { NewClaim } from '../../contract/runs/claims/claim';
import { MUST_START_WITHIN_MS, type TurnEntry, UNSTARTED_COUNTS_MS } from '../../contract/runs/claims/turn';
import { planRun } from '../../contract/runs/request/run-plan';
import { DEFAULT_WORKSPACE } from '../../contract/workspaces/workspace';
import { iso } from '../../domain/iso';
import { type StandingRun, standingOf } from '../../runs/standing';
import type { App } from '../app';
import type { EffectiveRequest } from './effective-request';
import { callbackTaken, runGoesOn, tooManyRuns } from './turn-refusals';

/** What has been decided about a start, by a write that only one of all who decide at the same time can make. */
export interface Turn {
  /** The run that answers for the start: an equal one, if it joins that, else its own. */
  entry: TurnEntry;
  joins: boolean;
  /** The runs that have to end before that one is started at Databricks. */
  after: string[];
}

/** What has room in the row of a job. */
const MOST_RUNS = 50;

interface Living extends StandingRun {
  entry: TurnEntry;
  /** Of a job of the caller: the others are not there for it, but that they go on. */
  isOwn: boolean;
}

/**
 * Decides what becomes of a start while other runs of its job go on. The row of the job holds those that have asked this,
 * in their order. Asked again for the same claim, it says the same.
 */
export async function takeTurn(effective: EffectiveRequest, app: App, claim: NewClaim): Promise<Turn> {
  const place = turnKey(effective);
  const look = lookOnce(app);
  for (;;) {
    const now = app.now();
    const mine = entryOf(effective, app, claim, now);
    const row = await app.turns.read(place);
    const living = await stillThere(row?.entries ?? [], look, effective, app);
    const own = living.findIndex(({ entry }) => isSame(entry, mine));
    const known = living[own];
    if (known && !hasWaitedLong(known, now)) {
      return { entry: known.entry, joins: false, after: toAwait(known.entry, living.slice(0, own)) };
    }
    const others = living.filter((_, at) => at !== own);
    const equal = effective.concurrency === 'join' ? await equalRun(others, mine, app) : undefined;
    if (!equal) {
      const inTheWay = effective.concurrency === 'reject' ? others[0] : others.find(({ isOwn }) => !isOwn);
      if (inTheWay && effective.concurrency !== 'join') throw await runGoesOn(inTheWay, app);
      if (others.length >= MOST_RUNS) throw tooManyRuns(MOST_RUNS);
      const entries = [...others.map(({ entry }) => entry), mine];
      if (await app.turns.write(place, entries, row?.etag)) {
        return { entry: mine, joins: false, after: toAwait(mine, others) };
      }
    } else {
      const joined = await withCallback(equal, mine, app);
      const entries = others.map(({ entry }) => (isSame(entry, joined) ? joined : entry));
      const isAsItWas = joined.callbackId === equal.entry.callbackId;
      if (isAsItWas || (await app.turns.write(place, entries, row?.etag))) {
        return { entry: joined, joins: true, after: toAwait(joined, others.slice(0, others.indexOf(equal))) };
      }
    }
  }
}

/** A job has its own runs in each workspace; so does a pipeline, whose ids look otherwise. */
export function turnKey({
  workspace = DEFAULT_WORKSPACE,
  jobId,
  pipelineId,
}: Pick<EffectiveRequest, 'workspace' | 'jobId' | 'pipelineId'>): string {
  const id = jobId ?? pipelineId;
  if (id === undefined) throw new Error('Only runs of a job or of a pipeline mind each other.');
  return `${workspace} ${id}`;
}

function entryOf(effective: EffectiveRequest, app: App, { instanceId, nonce }: NewClaim, now: number): TurnEntry {
  const { request, concurrency, callback } = effective;
  const plan = planRun(request, app);
  if ('problem' in plan) throw new Error(`${plan.problem.field} ${plan.problem.detail}.`);
  const { work } = plan;
  const what = work.kind === 'job' ? work.runNow : work; // the job itself is known by its place
  return {
    instanceId,
    nonce,
    job: request.job ?? '',
    concurrency,
    parametersHash: createHash('sha256').update(canonicalJson(what)).digest('hex'),
    createdAt: iso(now),
    ...(callback && { callbackId: callbackId(callback) }),
  };
}

/** However often the row has changed meanwhile, each run is looked at once. */
function lookOnce(app: App): (id: string) => Promise<StandingRun> {
  const seen = new Map<string, Promise<StandingRun>>();
  return (id) => {
    const known = seen.get(id) ?? standingOf(id, app);
    seen.set(id, known);
    return known;
  };
}

async function stillThere(
  entries: readonly TurnEntry[],
  look: (id: string) => Promise<StandingRun>,
  { workspace, jobId }: EffectiveRequest,
  app: App,
): Promise<Living[]> {
  const now = app.now();
  const living = async (entry: TurnEntry): Promise<Living> => ({
    entry,
    isOwn: isOwnJob(app.caller, { job: entry.job, jobId, workspace }),
    ...(await look(entry.instanceId)),
  });
  const all = await Promise.all(entries.map(living));
  return all.filter(({ entry, standing }) => {
    if (standing === 'unstarted') return now - Date.parse(entry.createdAt) < UNSTARTED_COUNTS_MS;
    return standing !== 'ended';
  });
}

const isSame = (one: TurnEntry, other: TurnEntry) => one.instanceId === other.instanceId && one.nonce === other.nonce;

/** Too long to be started on this turn: others may take it for gone soon. */
const hasWaitedLong = ({ entry, standing }: Living, now: number): boolean =>
  standing === 'unstarted' && now - Date.parse(entry.createdAt) >= MUST_START_WITHIN_MS;

const toAwait = ({ concurrency }: TurnEntry, before: readonly Living[]): string[] =>
  concurrency === 'cancelPrevious' ? before.map(({ entry }) => entry.instanceId) : [];

/** The latest one of the caller’s that runs the same, and will go on as far as anybody knows. */
async function equalRun(
  others: readonly Living[],
  { parametersHash }: TurnEntry,
  app: App,
): Promise<Living | undefined> {
  const equal = others.filter(
    ({ entry, standing, isOwn }) => isOwn && entry.parametersHash === parametersHash && standing !== 'leftover',
  );
  for (const each of equal.reverse()) {
    const row = await app.runs.read(each.entry.instanceId);
    if (!row?.cancelRequestedAt) return each;
  }
  return undefined;
}

/** The end of a run is told to one address. */
async function withCallback(equal: Living, { callbackId: asked }: TurnEntry, app: App): Promise<TurnEntry> {
  const { callbackId: taken } = equal.entry;
  if (asked === undefined || asked === taken) return equal.entry;
  if (taken !== undefined) throw await callbackTaken(equal, app);
  return { ...equal.entry, callbackId: asked };
}
