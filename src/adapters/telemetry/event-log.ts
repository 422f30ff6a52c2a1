import type { InvocationContext } from '@azure/functions';
import type { EventLog } from '../../contract/log-events';
import { redact } from '../../domain/redact';

const METHODS = { information: 'log', warning: 'warn', error: 'error' } as const;

/** One JSON object a line: the queries in infra/monitoring read its fields. */
export function createEventLog(context: Pick<InvocationContext, 'log' | 'warn' | 'error'>): EventLog {
  return (event) => context[METHODS[event.level]](redact(JSON.stringify(event)));
}
