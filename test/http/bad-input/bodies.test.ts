import { gzipSync } from 'node:zlib';
import type { ProblemCode } from '../../../src/contract/codes';
import { expectProblem, SECRET, watchedWorld } from '../../support/refusals';
import type { Body } from '../../support/run-world';
import { ownTime, type VirtualClock } from '../../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
const zeros = (count: number) => Array(count).fill(0);

test.each<[what: string, body: Body, status: number, code: ProblemCode]>([
  ['nothing', undefined, 400, 'bodyMissing'],
  ['blanks', ' \r\n', 400, 'bodyMissing'],
  ['a byte order mark', '\ufeff', 400, 'bodyMissing'],
  ['two byte order marks before it', '\ufeff\ufeff{"job":101}', 400, 'bodyNotJson'],
  ['an empty text', '""', 400, 'requestInvalid'],
  ['a text', `"${SECRET}"`, 400, 'requestInvalid'],
  ['null', 'null', 400, 'requestInvalid'],
  ['a list', [SECRET], 400, 'requestInvalid'],
  ['a number', '42', 400, 'requestInvalid'],
  ['an empty object', {}, 400, 'requestInvalid'],
  ['more than a megabyte', { job: 101, padding: SECRET.repeat(100_000) }, 413, 'bodyTooLarge'],
  ['a list of 100,000 entries', zeros(100_000), 413, 'bodyTooLarge'],
  ['a field with 100,000 entries', { job: 101, failOn: zeros(100_000) }, 413, 'bodyTooLarge'],
  ['a text of 250,000 characters', { job: 101, onTimeout: SECRET.repeat(22_000) }, 400, 'requestInvalid'],
  ['9,000 fields that nobody knows', manyFields(9_000), 400, 'requestInvalid'],
  ['bytes that are not UTF-8', Buffer.from([0x22, 0xff, 0xfe, 0x22]), 400, 'bodyNotUtf8'],
  ['UTF-16', Buffer.from('\ufeff{"job":101}', 'utf16le'), 400, 'bodyNotUtf8'],
  ['a name that stands twice', `{"job":101,"job":"${SECRET}"}`, 400, 'duplicateField'],
  ['a name that stands twice, spelled otherwise', `{"job":101,"j\\u006fb":"${SECRET}"}`, 400, 'duplicateField'],
  ['33 levels', { job: 101, runNow: { job_parameters: { a: JSON.parse(nested(30)) } } }, 400, 'bodyTooDeep'],
  ['10,000 levels', nested(10_000), 400, 'bodyTooDeep'],
  ['10,000 levels that never end', '{"a":'.repeat(10_000), 400, 'bodyTooDeep'],
  ['__proto__', `{"job":101,"__proto__":{"a":"${SECRET}"}}`, 400, 'fieldNotAllowed'],
  ['an empty __proto__', '{"__proto__":{}}', 400, 'fieldNotAllowed'],
  ['a __proto__ further down', '{"job":101,"runNow":{"notebook_params":{"__proto__":"x"}}}', 400, 'fieldNotAllowed'],
  ['a constructor', '{"job":101,"constructor":{"prototype":{"admin":true}}}', 400, 'requestInvalid'],
  ['a comma too many', `{"job":"${SECRET}",}`, 400, 'bodyNotJson'],
  ['a comma too many in a list', '{"job":101,"failOn":["failed",]}', 400, 'bodyNotJson'],
  ['a comment', `{"job":101} // ${SECRET}`, 400, 'bodyNotJson'],
  ['two values', '{"job":101}{"job":102}', 400, 'bodyNotJson'],
  ['half a value', '{"job":101', 400, 'bodyNotJson'],
  ['half a character', '{"job":"\\ud83d"}', 400, 'bodyNotJson'],
  ['a NUL', '{"job":"a\u0000b"}', 400, 'bodyNotJson'],
  ['NaN', '{"job":NaN}', 400, 'bodyNotJson'],
  ['Infinity', '{"job":101,"timeoutSeconds":Infinity}', 400, 'bodyNotJson'],
  ['a number without end', '{"job":1e999}', 400, 'bodyNotJson'],
  ['a form', `job=${SECRET}`, 400, 'bodyNotJson'],
  ['XML', `<job>${SECRET}</job>`, 400, 'bodyNotJson'],
  ['a compressed body', gzipSync('{"job":101}'), 400, 'bodyNotUtf8'],
])('a body of %s is refused before anything is done', async (...[, body, status, code]) => {
  const world = watchedWorld({ clock });
  expectProblem(await world.post('runs', body), status, code);
  expect(world.touched()).toEqual([]);
});

test.each([
  'text/plain',
  'text/plain; application/json',
  'application/x-www-form-urlencoded',
  'multipart/form-data; boundary=x',
  'application/jsonp',
  'application/xml',
  'application/problem',
  'json',
  '*/*',
])('a body of the type %s is refused', async (type) => {
  const world = watchedWorld({ clock });
  expectProblem(await world.post('runs', '{"job":101}', { 'content-type': type }), 415, 'bodyNotJson');
  expect(world.touched()).toEqual([]);
});

test.each(['gzip', 'br', 'deflate, gzip', 'identity'])(
  'a body that says it is encoded as %s is refused',
  async (how) => {
    const world = watchedWorld({ clock });
    const reply = await world.post('runs', gzipSync('{"job":101}'), { 'content-encoding': how });
    expectProblem(reply, 415, 'bodyEncoded');
    expect(reply.body.title).toBe('Not plain JSON');
    expect(world.touched()).toEqual([]);
  },
);

function manyFields(count: number) {
  return Object.fromEntries(Array.from({ length: count }, (_, index) => [`field${index}`, SECRET.slice(0, 5)]));
}
