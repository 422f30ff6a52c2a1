import type { InvocationContext } from '@azure/functions';
import { type EventLog, LOG_LEVELS, type LogLevel } from '../../contract/log-events';
import { redact } from '../../domain/texts/redact';

const METHODS = { information: 'log', warning: 'warn', error: 'error' } as const;

/** One JSON object a line: the queries in infra/monitoring read its fields. What matters less than the level is left out. */
export function createEventLog(context: Pick<InvocationContext, 'log' | 'warn' | 'error'>, level: LogLevel): EventLog {
  const least = LOG_LEVELS.indexOf(level);
  return (event) => {
    if (LOG_LEVELS.indexOf(event.level) >= least) context[METHODS[event.level]](redact(JSON.stringify(event)));
  };
}
