import { inspect } from 'node:util';
import type { InvocationContext } from '@azure/functions';
import { redact } from '../domain/redact';
import type { CheckTools } from './check-run';
import type { CollectTools } from './collect-output';
import type { DeliverTools } from './deliver-callback';
import type { RecordTools } from './record-end';
import type { SubmitTools } from './submit-run';

export type Tools = SubmitTools & CheckTools & CollectTools & RecordTools & DeliverTools;

/** Makes of an activity what the platform registers. Only this app's orchestrations call it. */
export function actingWith(toolsFor: (context: InvocationContext) => Tools) {
  return <I, R>(activity: (input: I, tools: Tools) => Promise<R>) =>
    async (input: unknown, context: InvocationContext): Promise<R> => {
      const tools = toolsFor(context);
      try {
        return await activity(input as I, tools);
      } catch (error) {
        const facts = { event: 'unexpectedError', level: 'error', function: context.functionName } as const;
        tools.log({ ...facts, error: redact(inspect(error)) });
        // The platform keeps what is thrown in the history, and logs it.
        throw new Error(redact(error instanceof Error ? error.message : String(error)));
      }
    };
}
