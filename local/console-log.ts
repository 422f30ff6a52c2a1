import type { Log, LogLevel } from './log';

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

/** What callers send must not look like a line of ours, nor speak to the terminal. */
function printable(text: string): string {
  return text
    .replace(/\r?\n/g, '\n    ')
    .replace(/[^\P{Cc}\n\t]/gu, (control) => `\\x${control.charCodeAt(0).toString(16).padStart(2, '0')}`);
}
