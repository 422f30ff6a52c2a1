import fc from 'fast-check';
import { carries } from '../../../src/contract/notifications/basic-credentials';

const basic = (user: string, password: string) => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
const password = fc.string({
  unit: fc.integer({ min: 33, max: 126 }).map((code) => String.fromCharCode(code)),
  minLength: 16,
  maxLength: 200,
});
const user = password.map((text) => text.replaceAll(':', '.'));

test('a header carries the credentials that it was made of', () => {
  fc.assert(fc.property(user, password, (name, word) => carries(basic(name, word), { user: name, password: word })));
});

test('and no others', () => {
  fc.assert(
    fc.property(fc.tuple(user, password), fc.tuple(user, password), ([name, word], [other, another]) => {
      fc.pre(name !== other || word !== another);
      return !carries(basic(name, word), { user: other, password: another });
    }),
  );
});

test('whatever else the header may be, it carries none', () => {
  const wanted = { user: 'databricks', password: 'made-up-and-long-enough' };
  fc.assert(fc.property(fc.string({ unit: 'binary' }), (header) => !carries(header, wanted)));
  for (const header of [null, '', 'Basic', 'Basic ', `Bearer ${basic('databricks', wanted.password).slice(6)}`])
    expect(carries(header, wanted)).toBe(false);
});
