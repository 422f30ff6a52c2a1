import { randomBytes } from 'node:crypto';
import { assert, constantFrom, integer, property, record, string, stringMatching } from 'fast-check';
import { type Link, readLink, signLink } from '../../src/contract/link-token';
import { isRunId } from '../../src/contract/runs/run-id';

const key = randomBytes(32);
const link = record<Link>({
  runId: stringMatching(/^[A-Za-z0-9][A-Za-z0-9_.-]{0,60}$/).filter(isRunId),
  scope: constantFrom('run', 'output'),
  expiresAt: integer({ min: 0, max: 99_999_999_999 }),
});

test('a token says what it was made of', () => {
  assert(property(link, (made) => expect(readLink(signLink(made, key), key)).toEqual(made)));
});

test('a token can stand in the path of an address as it is', () => {
  assert(property(link, (made) => encodeURIComponent(signLink(made, key)) === signLink(made, key)));
});

test('a token of another key is none', () => {
  assert(property(link, (made) => readLink(signLink(made, randomBytes(32)), key) === undefined));
});

test('no other text is the same token: each of its characters counts', () => {
  const characters = constantFrom(...'abcxyzABCXYZ0189~._-');
  assert(
    property(link, integer({ min: 0, max: 150 }), characters, (made, place, character) => {
      const token = signLink(made, key);
      const changed = token.slice(0, place) + character + token.slice(place + 1);
      expect(readLink(changed, key) === undefined).toBe(changed !== token);
    }),
  );
});

test('any text may be asked for', () => {
  assert(property(string(), (text) => readLink(text, key) === undefined));
});

test.each(['a~b', 'a/b', '..', '', ' '])('an id that is none opens nothing, even if it was signed: %j', (runId) => {
  expect(readLink(signLink({ runId, scope: 'run', expiresAt: 1 }, key), key)).toBeUndefined();
});
