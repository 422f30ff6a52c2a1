import fc from 'fast-check';
import { redact, redactSecret } from '../../../src/domain/texts/redact';

const JWT = 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U';

test.each([
  ['the token dapi0123456789abcdef0123456789abcdef-2 is unknown', 'the token [redacted] is unknown'],
  ['x=dapi-simulated-workspace.', 'x=[redacted].'],
  ['Authorization: Bearer abc.DEF_~+/123==, and so on', 'Authorization: Bearer [redacted], and so on'],
  ['authorization=bearer%20abc', 'authorization=bearer%20[redacted]'],
  [`got ${JWT}!`, 'got [redacted]!'],
  [`got ${JWT.slice(0, 15)}…`, 'got [redacted]…'],
  ['secret doseaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa', 'secret [redacted]'],
  ['https://x/api/a?code=Ab/1==&b=2', 'https://x/api/a?code=[redacted]&b=2'],
  ['https://x/c/b?sv=1&sig=a%2Bb%3D', 'https://x/c/b?sv=1&sig=[redacted]'],
  ['at https%3A%2F%2Fx%3Fcode%3Dabc', 'at https%3A%2F%2Fx%3Fcode%3D[redacted]'],
  ['client_secret=s3cret&scope=all', 'client_secret=[redacted]&scope=all'],
  ['AccountName=a;AccountKey=abc==;EndpointSuffix=x', 'AccountName=a;AccountKey=[redacted];EndpointSuffix=x'],
])('%j becomes %j', (text, expected) => expect(redact(text)).toBe(expected));

test.each([
  'Job 5 does not exist.',
  'exit code=137, error_code=NOT_FOUND, design=new',
  'page_token=abc is invalid',
  'The bearer of this letter', // nothing is lost but a word
])('tells what is no secret: %j', (text) => expect(redact(text).replace('[redacted]', 'of')).toBe(text));

test('a token is found wherever it stands', () => {
  const token = fc.stringMatching(/^dapi[0-9a-f]{32}(-\d)?$/);
  fc.assert(
    fc.property(fc.string(), token, fc.string(), (before, secret, after) => {
      expect(redact(`${before}${secret}${after}`)).not.toContain(secret);
    }),
  );
});

test('a secret that is known is taken out, whatever it looks like', () => {
  expect(redactSecret('a $& b $& c', '$&')).toBe('a [redacted] b [redacted] c');
  expect(redactSecret('abc', '')).toBe('abc');
});

test('so is it where it was escaped or encoded, although it is short', () => {
  const secret = 'a"\\\n%';
  const once = JSON.stringify(secret).slice(1, -1);
  const text = `raw ${secret}, ${once}, ${JSON.stringify(once).slice(1, -1)}, ${encodeURIComponent(secret)}!`;
  expect(redactSecret(text, secret)).toBe('raw [redacted], [redacted], [redacted], [redacted]!');
});

test.each([
  ['it begins with abcdefghijklmnop…', 'it begins with [redacted]…'],
  ['…klmnopqrstuvwxyz is its end', '…[redacted] is its end'],
  ['abcdefghijkl and opqrstuvwxyz', '[redacted] and [redacted]'],
  ['abcdefghijk is less than is of use', 'abcdefghijk is less than is of use'],
])('what is left of one that was cut is taken out, too: %j', (text, expected) => {
  expect(redactSecret(text, 'abcdefghijklmnopqrstuvwxyz')).toBe(expected);
});

test('no part of a secret that is of use is left of any text', () => {
  const texts = fc.array(fc.oneof(fc.string(), fc.constantFrom(...Array.from({ length: 30 }, (_, at) => at))));
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z]{30}$/), texts, (secret, parts) => {
      const text = parts.map((part) => (typeof part === 'string' ? part : secret.slice(part))).join('');
      const shown = redactSecret(text, secret);
      for (let at = 0; at + 12 <= secret.length; at++) expect(shown).not.toContain(secret.slice(at, at + 12));
    }),
  );
});
