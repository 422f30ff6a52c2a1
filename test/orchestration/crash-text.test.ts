import { crashText } from '../../src/orchestration/crash-text';

const DETAILS =
  '{"$type":"System.Exception","RemoteStackTrace":"Error: no table\\n    at /app/src/activities/a.ts:3:1"}';

test.each<[string, unknown, string]>([
  ['the words of the platform', new Error(`Activity function 'a' failed:  no table \n ${DETAILS}`), 'no table'],
  ['a message of several lines', new Error(`Activity function 'a' failed:  no\ntable \n ${DETAILS}`), 'no\ntable'],
  [
    'a stack',
    new Error("Activity function 'a' failed:  no table\n    at read (/app/src/a.ts:3:1)\n    at b"),
    'no table',
  ],
  ['a message of its own', new Error('no table'), 'no table'],
  ['a text', 'no table', 'no table'],
  ['no message', new Error(`Activity function 'a' failed:   \n ${DETAILS}`), 'A step crashed, and did not say why.'],
  [
    'an error whose details stand elsewhere',
    new Error("Activity function 'a' failed with an unhandled exception. \n null"),
    'A step crashed, and did not say why.',
  ],
])('of %s, what it says is left', (_, error, text) => {
  expect(crashText(error)).toBe(text);
});
