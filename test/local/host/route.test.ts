import fc from 'fast-check';
import { matchRoute, parseRoute } from '../../../local/host/route';

const match = (template: string, path: string): Record<string, string> | undefined =>
  matchRoute(parseRoute(template), path);

describe('matchRoute', () => {
  it.each<[string, string, Record<string, string> | undefined]>([
    ['', '', {}],
    ['', '/', {}],
    ['', 'a', undefined],
    ['Health', '/hEALTH/', {}],
    ['health', 'health//', undefined],
    ['/a/b/', 'a/b', {}],
    ['~/a', 'a', {}],
    ['a/b', 'a', undefined],
    ['a', 'a/b', undefined],
    ['a/{x}', 'a//', undefined],
    ['jobs/{job}/runs/{run}', 'jobs/daily/runs/7', { job: 'daily', run: '7' }],
    ['jobs/{job}', 'jobs', undefined],
    ['jobs/{job?}', 'jobs', {}],
    ['jobs/{job?}', 'jobs/-', { job: '-' }],
    ['jobs/{job=daily}', 'jobs', { job: 'daily' }],
    ['jobs/{job=}', 'jobs', { job: '' }],
    ['{a=1}/{b?}', '', { a: '1' }],
    ['{a=x:y=z}', '', { a: 'x:y=z' }],
    ['files/{*path}', 'files', {}],
    ['files/{*path}', 'files/a/b%20c//d/', { path: 'a/b c//d/' }],
    ['files/{**path}', 'files/a', { path: 'a' }],
    ['files/{*path}', 'files//a', undefined],
    ['{*path=home}', '', { path: 'home' }],
    ['{{a}}/{x}', '{A}/1', { x: '1' }],
    ['a.b+c', 'aXb+c', undefined],
    ['{__proto__}', 'a', JSON.parse('{"__proto__":"a"}')],
  ])('%j and %j: %j', (template, path, values) => {
    expect(match(template, path)).toEqual(values);
  });

  it.each<[string, string, Record<string, string> | undefined]>([
    ['files/{name}.{ext?}', 'files/a.b.c', { name: 'a.b', ext: 'c' }],
    ['files/{name}.{ext?}', 'files/a', { name: 'a' }],
    ['files/{name}.{ext?}', 'files/a.', undefined],
    ['files/{name}.{ext}', 'files/a', undefined],
    ['a-{b}-c', 'A-1-2-C', { b: '1-2' }],
    ['a-{b}-c', 'a--c', undefined],
    ['{x}ab{y}', 'xabab', { x: 'x', y: 'ab' }],
    ['v{major:int}.{minor:int}', 'v1.20', { major: '1', minor: '20' }],
    ['v{major:int}.{minor:int}', 'v1.x', undefined],
    ['{from}..{to}', '%0A..b', { from: '\n', to: 'b' }],
  ])('of mixed segments, %j and %j: %j', (template, path, values) => {
    expect(match(template, path)).toEqual(values);
  });

  it.each([
    ['%61%C3%A9%E2%82%AC%F0%9F%98%80', 'aé€😀'],
    ['a+b', 'a+b'],
    ['a%2Fb', 'a%2Fb'],
    ['%252F', '%2F'],
    ['100%', '100%'],
    ['%41%zz%', 'A%zz%'],
    ['%41%ff%C3', 'A%ff%C3'],
    ['%ED%A0%80', '%ED%A0%80'],
  ])('decodes %s to %s', (text, value) => {
    expect(match('{x}', text)).toEqual({ x: value });
  });

  it('gives back every value that was put into a path', () => {
    const value = fc.string({ unit: 'binary', minLength: 1 }).filter((text) => !text.includes('/'));
    fc.assert(
      fc.property(value, value, fc.boolean(), (a, b, hasTrailingSlash) => {
        const path = `/A/${encodeURIComponent(a)}/x-${encodeURIComponent(b)}${hasTrailingSlash ? '/' : ''}`;
        expect(match('a/{first}/x-{second}', path)).toEqual({ first: a, second: b });
        expect(match('a/{*rest}', path)).toEqual({ rest: `${a}/x-${b}${hasTrailingSlash ? '/' : ''}` });
      }),
    );
  });

  it('never throws, whatever the path', () => {
    const path = fc.string({ unit: fc.constantFrom(...'/%.-aA0f9'.split('')) });
    fc.assert(
      fc.property(path, fc.constantFrom('a/{x}', '{x}.{y?}', '{*x}', '{x:int}/{y=1}', ''), (text, template) => {
        const values = match(template, text) ?? {};
        expect(Object.values(values).every((value) => value !== '')).toBe(true);
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('parseRoute', () => {
  it.each([
    ['a//b', 'two slashes stand side by side'],
    ['//a', 'two slashes stand side by side'],
    ['a?', 'a "?" may only end a parameter'],
    ['{a', 'its braces do not match'],
    ['a}', 'its braces do not match'],
    ['{a}}', 'its braces do not match'],
    ['{}', '"{}" does not name a parameter'],
    ['{?}', '"{?}" does not name a parameter'],
    ['{a/b}', '"{a/b}" does not name a parameter'],
    ['{a?b}', '"{a?b}" does not name a parameter'],
    ['{a}/{A}', 'the parameter "A" occurs twice'],
    ['{a}{b}', 'nothing separates "a" and "b"'],
    ['{*a}/b', '"a" catches all and so has to be the last segment'],
    ['b-{*a}', '"a" catches all and so has to be the last segment'],
    ['{*a?}', '"a" cannot be optional and have a default or catch all'],
    ['{a=1?}', '"a" cannot be optional and have a default or catch all'],
    ['{a}-{b?}', '"b" is optional and so has to end its segment, after a period'],
    ['x.{b?}.y', '"b" is optional and so has to end its segment, after a period'],
    ['{a:integer}', 'the constraint "integer" is not known'],
    ['{a:}', 'the constraint "" is not known'],
    ['{a:regex(x}', 'the brackets of "{a:regex(x}" do not match'],
    ['{a:int(3)}', 'a constraint without arguments was given "(3)"'],
    ['{a:length}', '"()" is not what a constraint of numbers needs'],
    ['{a:range(1)}', '"(1)" is not what a constraint of numbers needs'],
    ['{a:range(2,1)}', '"(2,1)" is not what a constraint of numbers needs'],
    ['{a:min(x)}', '"(x)" is not what a constraint of numbers needs'],
    ['{a:regex(+)}', '"+" is not a regular expression'],
    ['{a:regex()}', 'the constraint "regex" needs a pattern'],
  ])('refuses %s: %s', (template, reason) => {
    expect(() => parseRoute(template)).toThrow(`The route "${template}" is broken: ${reason}.`);
  });

  it('answers any template with a route or one sentence', () => {
    const piece = fc.constantFrom(...'{}/:=?*().-a1'.split(''), ':int', '{x}', '{y?}', '{*z}', 'regex(a');
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const template = pieces.join('');
        try {
          expect(parseRoute(template).template).toBe(template);
        } catch (error) {
          expect(String(error)).toContain(`Error: The route "${template}" is broken: `);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
