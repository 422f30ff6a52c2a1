import { startUpdate, stopUpdate } from '../../simulation/pipelines/update-life';
import { wishesOf } from '../../simulation/pipelines/wishes';
import { invalid, Refusal } from '../../simulation/refusal';
import type { Arguments } from '../arguments';
import { makePageToken, pageOf, readPageToken } from '../page';
import type { Call, Routes } from '../route';
import { eventsPage } from './events-page';
import { findPipeline, findUpdate, mayUse } from './find-pipeline';
import { pipelineSummary, pipelineView, updateView, wholeUpdateView } from './pipeline-view';

const USUAL_PAGE = 25;
const MOST_A_PAGE = 100;

export const pipelinesRoutes: Routes = {
  'GET pipelines': (call) => {
    const pattern = nameFilter(call.args);
    const listed = [...call.world.pipelines.values()]
      .filter((pipeline) => mayUse(call.user, 'view', pipeline) && pattern.test(pipeline.name))
      .sort((one, other) => (one.pipelineId < other.pipelineId ? -1 : 1));
    const { items, next } = pageOf('pipelines', listed, sizeOf(call.args), call.args.text('page_token'));
    return { ...listIfAny('statuses', items.map(pipelineSummary)), ...(next && { next_page_token: next }) };
  },

  'GET pipelines/*': (call) => pipelineView(findPipeline(call, 'view')),

  'POST pipelines/*/updates': (call) => {
    const pipeline = findPipeline(call, 'run');
    const wishes = wishesOf(checked(call.args));
    const known = pipeline.program.tables;
    const unknown = [...wishes.fullRefreshSelection, ...wishes.refreshSelection].find((name) => !known.includes(name));
    if (unknown !== undefined) throw invalid(`The table '${unknown}' is not part of this pipeline.`);
    return { update_id: startUpdate(call.world, pipeline, wishes, 'API_CALL').updateId };
  },

  'GET pipelines/*/updates': (call) => {
    const { updates } = findPipeline(call, 'view');
    const token = readPageToken('updates', call.args.text('page_token'));
    const older = updates.filter(({ order }) => token === undefined || order < Number(token)).reverse();
    const items = older.slice(0, sizeOf(call.args));
    const last = items.at(-1);
    const hasMore = items.length < older.length && last;
    return {
      ...listIfAny('updates', items.map(updateView)),
      ...(hasMore && { next_page_token: makePageToken('updates', last.order) }),
    };
  },

  'GET pipelines/*/updates/*': (call) => {
    const [, updateId = ''] = call.targets;
    return { update: wholeUpdateView(findUpdate(findPipeline(call, 'view'), updateId)) };
  },

  /** Answers before anything has stopped, and the same where nothing is to be stopped. Whose update it is, is not asked. */
  'POST pipelines/*/stop': (call) => {
    const { active } = findPipeline(call, 'run');
    if (active) stopUpdate(call.world, active);
    return {};
  },

  'GET pipelines/*/events': (call: Call) => eventsPage(call, findPipeline(call, 'view')),
};

/** `name LIKE '%shop%'`, which is the only filter of the list that is simulated. */
function nameFilter(args: Arguments): RegExp {
  const filter = args.text('filter');
  if (filter === undefined) return /^/;
  const [, pattern] = /^\s*name\s+LIKE\s+'([^']*)'\s*$/i.exec(filter) ?? [];
  if (pattern === undefined) throw invalid(`Invalid filter: ${filter}`);
  const literal = pattern.split('%').map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'));
  return new RegExp(`^${literal.join('.*')}$`, 'i');
}

function sizeOf(args: Arguments): number {
  const size = args.whole('max_results') ?? USUAL_PAGE;
  if (size < 1 || size > MOST_A_PAGE) throw invalid(`max_results must be between 1 and ${MOST_A_PAGE}.`);
  return size;
}

const listIfAny = (name: string, items: readonly unknown[]) => (items.length > 0 ? { [name]: items } : {});

function checked(args: Arguments): Readonly<Record<string, unknown>> {
  const { fields } = args;
  for (const name of ['full_refresh_selection', 'refresh_selection', 'reset_checkpoint_selection']) args.texts(name);
  for (const name of ['full_refresh', 'validate_only']) {
    const value = fields[name];
    if (value !== undefined && value !== null && typeof value !== 'boolean')
      throw new Refusal('MALFORMED_REQUEST', `Could not parse request object: Expected '${name}' to be a boolean`);
  }
  if (fields.full_refresh === true && args.texts('full_refresh_selection')?.length)
    throw invalid('full_refresh and full_refresh_selection cannot be specified together.');
  return fields;
}
