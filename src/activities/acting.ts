import type { InvocationContext } from '@azure/functions';
import type { CheckTools } from './check-run';
import type { CollectTools } from './collect-output';
import type { DeliverTools } from './deliver-callback';
import type { RecordTools } from './record-end';
import type { SubmitTools } from './submit-run';

export type Tools = SubmitTools & CheckTools & CollectTools & RecordTools & DeliverTools;

/** Makes of an activity what the platform registers. */
export function actingWith(toolsFor: (context: InvocationContext) => Tools) {
  return <I, R>(activity: (input: I, tools: Tools) => Promise<R>) =>
    (input: unknown, context: InvocationContext): Promise<R> =>
      activity(input as I, toolsFor(context)); // only this app's orchestration calls it
}
