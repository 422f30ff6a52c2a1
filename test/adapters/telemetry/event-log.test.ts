import { createEventLog } from '../../../src/adapters/telemetry/event-log';
import type { LogEvent, LogLevel } from '../../../src/contract/log-events';

type StartRefused = Extract<LogEvent, { event: 'startRefused' }>;

function logged(event: StartRefused, level: LogLevel = 'information') {
  const lines: [string, string][] = [];
  const to = (method: string) => (line: string) => void lines.push([method, line]);
  createEventLog({ log: to('log'), warn: to('warn'), error: to('error') }, level)(event);
  return lines;
}

const refused: StartRefused = { event: 'startRefused', level: 'warning', code: 'requestInvalid', status: 400 };

test('an event is one line of JSON, at its level', () => {
  expect(logged(refused)).toEqual([['warn', JSON.stringify(refused)]]);
  expect(logged({ ...refused, level: 'information' })[0]?.[0]).toBe('log');
});

test('a secret that has got into an event does not get into the log', () => {
  const [line] = logged({ ...refused, code: 'dapi0123456789abcdef0123456789abcdef' });
  expect(line?.[1]).not.toContain('dapi0123456789abcdef');
  expect(JSON.parse(line?.[1] ?? '')).toMatchObject({ event: 'startRefused' });
});

test('what matters less than the level is left out', () => {
  expect(logged(refused, 'warning')).toHaveLength(1);
  expect(logged(refused, 'error')).toEqual([]);
  expect(logged({ ...refused, level: 'error' }, 'error')).toHaveLength(1);
});
