import { invalid } from '../simulation/refusal';
import type { Run } from '../simulation/runs/run';
import { isPermitted, ownerOf } from './find';
import { listPage } from './list-page';
import type { Call } from './route';
import { baseRunView, TASKS_A_PAGE } from './run-view';
import { taskRunView } from './task-view';

const USUAL_PAGE = 20;
/** Documented as 25, but 26 is let through. */
const MOST_A_PAGE = { documented: 25, accepted: 26 };
const MOST_A_PAGE_IN_2_0 = 1000;
const LONGEST_OFFSET = 10_000;

/** The newest run is first. Without any run the answer has no `runs` at all. */
export function runList(call: Call) {
  const runs = [...call.world.runs.values()].filter(filterOf(call)).reverse();
  const limits = { kind: 'runs', limit: limitOf(call), longestOffset: LONGEST_OFFSET };
  const { items, rest } = listPage(call, runs, (run) => run.order, limits);
  return { ...(items.length > 0 && { runs: items.map((run) => listedRun(run, call)) }), ...rest };
}

/** Reads what is asked for once, as there may be thousands of runs to choose from. */
function filterOf(call: Call): (run: Run) => boolean {
  const { args, world } = call;
  const jobId = args.optionalId('job_id');
  const type = args.text('run_type');
  const [from, to] = [args.whole('start_time_from') ?? 0, args.whole('start_time_to') ?? Number.POSITIVE_INFINITY];
  const [activeOnly, completedOnly] = [args.flag('active_only'), args.flag('completed_only')];
  return (run) =>
    (jobId === undefined || run.jobId === jobId) &&
    (type === undefined || run.type === type) &&
    run.createdAt >= from &&
    run.createdAt <= to &&
    !(activeOnly && run.ending) &&
    !(completedOnly && !run.ending) &&
    isPermitted(call, 'view', run.jobId, ownerOf(run, world));
}

function listedRun(run: Run, { version, args, place }: Call) {
  const view = baseRunView(run, version, place);
  if (version === '2.0' || !args.flag('expand_tasks')) return view;
  const hasMore = run.rows.length > TASKS_A_PAGE;
  return {
    ...view,
    tasks: run.rows.slice(0, TASKS_A_PAGE).map((row) => taskRunView(row, version, place)),
    ...(version === '2.2' && { has_more: hasMore }),
  };
}

function limitOf({ version, args }: Call): number {
  const asked = args.whole('limit') ?? USUAL_PAGE;
  const [most, accepted] =
    version === '2.0' ? [MOST_A_PAGE_IN_2_0, MOST_A_PAGE_IN_2_0] : [MOST_A_PAGE.documented, MOST_A_PAGE.accepted];
  if (asked > accepted) throw invalid(`Invalid limit ${asked} - it has to be no more than ${accepted}.`);
  return asked || most;
}
