import type { Log, LogLevel } from './log';
import { printable } from './printable';

const SHOWN: Partial<Record<LogLevel, string>> = { information: '', warning: 'warning ', error: 'error ' };

/** One line an event: when, how bad, who, what. */
export function createConsoleLog(write: (line: string) => void, now: () => number): Log {
  return (level, source, message) => {
    const mark = SHOWN[level];
    if (mark === undefined) return;
    const time = new Date(now()).toTimeString().slice(0, 8);
    write(`${time} ${mark}${printable(source)}: ${printable(message.trimEnd())}\n`);
  };
}
