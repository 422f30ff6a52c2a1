import { gzipSync } from 'node:zlib';
import { madeUp } from '../support/canaries/canary';
import { findCanaries, PART } from '../support/canaries/find-canaries';
import { canariesBut, SECRETS } from '../support/canaries/secrets';

/** What shows that a secret is nowhere has to find it where it is. */
const scan = findCanaries(canariesBut());
const foundIn = (text: string | Uint8Array) => scan('there', text).map(({ canary }) => canary);
const names = Object.keys(SECRETS) as (keyof typeof SECRETS)[];

test.each(names)('%s is found as it is, and in every spelling', (name) => {
  const text = SECRETS[name];
  const spelt = [
    text,
    `x${text}y`,
    JSON.stringify({ text }),
    JSON.stringify(JSON.stringify({ text })),
    `https://x/?y=${encodeURIComponent(text)}&z`,
    new URLSearchParams({ text }).toString(),
    Buffer.from(text).toString('base64'),
    Buffer.from(`id:${text}`).toString('base64'),
    Buffer.from(JSON.stringify({ a: [text] })).toString('base64url'),
    encodeURIComponent(Buffer.from(`..${text}`).toString('base64')),
    Buffer.from(text).toString('hex'),
    Buffer.from(`a ${text}`, 'utf16le'),
  ];
  for (const one of spelt) expect(foundIn(one)).toContain(name);
});

test.each(names)('%s is found in parts', (name) => {
  const text = SECRETS[name];
  for (let at = 0; at + PART <= text.length; at++) expect(foundIn(`… ${text.slice(at, at + PART)} …`)).toContain(name);
});

test('it is said where, how and in the middle of what', () => {
  expect(scan('a log', `token=${SECRETS.token}.`)).toEqual([
    {
      where: 'a log',
      canary: 'token',
      how: 'as it is',
      around: expect.stringMatching(/^token=dapi/),
    },
  ]);
});

test('each one is found among the others', () => {
  expect(new Set(foundIn(names.map((name) => SECRETS[name]).join('\n')))).toEqual(new Set(names));
});

test('other text is none', () => {
  expect(foundIn('')).toEqual([]);
  expect(foundIn(names.map((name) => SECRETS[name].slice(4, 3 + PART)).join(' | '))).toEqual([]);
  const others = Array.from({ length: 2000 }, (_, index) => madeUp(`something else ${index}`, 500)).join('\n');
  expect(foundIn(others)).toEqual([]);
  expect(foundIn(gzipSync(others))).toEqual([]);
});
