export type LogLevel = 'trace' | 'debug' | 'information' | 'warning' | 'error';

/** One event, one readable line. `source` is the function or the part of the host that speaks. */
export type Log = (level: LogLevel, source: string, message: string) => void;
