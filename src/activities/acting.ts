import { inspect } from 'node:util';
import type { InvocationContext } from '@azure/functions';
import type { EventLog } from '../contract/log-events';
import { redact } from '../domain/texts/redact';

/** Makes of an activity what the platform registers. Only this app's orchestrations call it. */
export function actingWith<T extends { log: EventLog }>(toolsFor: (context: InvocationContext) => T) {
  return <I, R>(activity: (input: I, tools: T) => Promise<R>) =>
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
