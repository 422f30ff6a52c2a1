import type { World } from '../world';
import type { Pipeline, Update } from './pipeline';
import type { SerializedException } from './pipeline-program';

/** An entry of the event log. Of the fields that Databricks has, those that anybody reads. */
export interface PipelineEvent {
  readonly id: string;
  readonly order: number;
  readonly at: number;
  readonly level: 'INFO' | 'WARN' | 'ERROR' | 'METRICS';
  readonly type: 'create_update' | 'update_progress' | 'flow_progress' | 'user_action';
  readonly message: string;
  readonly updateId: string;
  readonly flow?: string | undefined;
  readonly exceptions?: readonly SerializedException[] | undefined;
  readonly details: unknown;
}

type Told = Pick<PipelineEvent, 'type' | 'message'> &
  Partial<Pick<PipelineEvent, 'level' | 'flow' | 'exceptions' | 'details'>>;

export function addEvent(world: World, update: Update, told: Told): void {
  const { events }: Pipeline = update.pipeline;
  const { updateId } = update;
  const more = { id: world.ids.uuid(), order: events.length, at: world.timeline.now, updateId };
  events.push({ level: 'INFO', details: {}, ...told, ...more });
}

/** As Databricks calls an update in its messages. */
export const shortId = ({ updateId }: Update): string => updateId.slice(0, 6);
