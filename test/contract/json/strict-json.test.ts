import fc from 'fast-check';
import { readJsonBody } from '../../../src/contract/json/strict-json';

const SECRET = 'dapi0123456789';
const LIMIT = 256 * 1024;

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const read = (text: string) => readJsonBody(bytesOf(text));
const nested = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;
const zeros = (count: number): string => `[${Array(count).fill(0).join()}]`;

function refusalOf(body: string | Uint8Array): { code: string; detail: string } {
  const reading = typeof body === 'string' ? read(body) : readJsonBody(body);
  if (reading.ok) throw new Error('The body was accepted.');
  const { ok, ...refusal } = reading;
  return refusal;
}

/** Node 22 tells how a number is spelled. */
const parseJson = JSON.parse as (
  text: string,
  reviver: (name: string, part: unknown, context: { source?: string }) => unknown,
) => unknown;

/** What JSON.parse makes of a text, with the integers that it rounds as text. */
const parsedWithLongIntegers = (text: string): unknown =>
  parseJson(text, (_name, part, { source = '' }) =>
    typeof part === 'number' && !Number.isSafeInteger(part) && /^-?\d+$/.test(source) ? source : part,
  );

/** The same value with other numbers, where JSON.stringify would write an exponent. */
const withoutExponents = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value), (_name, part) =>
    typeof part === 'number' ? Number(String(part).replace(/e.*/, '')) : part,
  );

describe('a body that can be read', () => {
  test.each<[string, unknown]>([
    [' \r\n\t{"a" : [ 1 , {} , [ ] ] } ', { a: [1, {}, []] }],
    ['\ufeff{"a":1}', { a: 1 }],
    ['"text"', 'text'],
    ['null', null],
    ['[true,false,0,-1,1.5,-0.25,7.0]', [true, false, 0, -1, 1.5, -0.25, 7]],
    ['"\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00 é😀\u2028\u007f"', '"\\/\b\f\n\r\té😀 é😀\u2028\u007f'],
    [
      '{"constructor":1,"toString":2,"hasOwnProperty":3,"":4}',
      { constructor: 1, toString: 2, hasOwnProperty: 3, '': 4 },
    ],
    ['[{"a":1},{"a":2}]', [{ a: 1 }, { a: 2 }]],
    ['{"a":{"a":{"a":1}}}', { a: { a: { a: 1 } } }],
  ])('is read: %j', (text, value) => expect(read(text)).toEqual({ ok: true, value }));

  test('keeps an integer that a number would round as text, and any other as a number', () => {
    const text = '[9007199254740991,9007199254740992,-9007199254740993,9223372036854775807,-5]';
    expect(read(text)).toEqual({
      ok: true,
      value: [9007199254740991, '9007199254740992', '-9007199254740993', '9223372036854775807', -5],
    });
  });

  test('gives plain objects', () => {
    const reading = read('{"constructor":{"prototype":{}}}');
    expect(reading.ok && Object.getPrototypeOf(reading.value)).toBe(Object.prototype);
  });

  test.each([
    ['32 levels', nested(32)],
    ['10,000 values', zeros(9_999)],
    ['256 KB', `"${'x'.repeat(LIMIT - 2)}"`],
    ['256 KB of escapes', `"${'\\n'.repeat((LIMIT - 2) / 2)}"`],
  ])('may have %s', (_what, text) => expect(read(text).ok).toBe(true));
});

describe('a body that is refused', () => {
  test.each([
    ['an empty one', ''],
    ['a blank one', ' \r\n\t'],
    ['a byte order mark alone', '\ufeff'],
  ])('%s is missing', (_what, text) => expect(refusalOf(text).code).toBe('bodyMissing'));

  test.each([
    ['256 KB and a byte', `"${'x'.repeat(LIMIT - 1)}"`, 'The body has 262145 bytes, and 262144 are the most.'],
    ['10,001 values', zeros(10_000), 'The body holds more than 10000 values.'],
  ])('one with %s is too large', (_what, text, detail) => {
    expect(refusalOf(text)).toEqual({ code: 'bodyTooLarge', detail });
  });

  test.each([
    ['a wrong byte in a text', [0x22, 0xc3, 0xa9, 0xff, 0x22], 4],
    ['a character cut off', [0x22, 0xf0, 0x9f], 2],
    ['UTF-16', [0xff, 0xfe, 0x7b, 0, 0x7d, 0], 1],
    ['gzip', [0x1f, 0x8b, 8, 0], 2],
    ['half of a pair', [0x22, 0xed, 0xa0, 0x80, 0x22], 2],
    ['a mark and a wrong byte', [0xef, 0xbb, 0xbf, 0x80], 4],
  ])('%s is not UTF-8', (_what, bytes, wrong) => {
    const { code, detail } = refusalOf(Uint8Array.from(bytes));
    expect(code).toBe('bodyNotUtf8');
    expect(detail).toContain(`(byte ${wrong})`);
  });

  test.each([
    ['{"a":1,}', 'a bracket closes where the name of a field', 'line 1, column 8'],
    ['[1,2,]', 'a bracket closes where a value was expected; is there a comma too many?', 'line 1, column 6'],
    ['{"a":1\n"b":2}', 'a comma or } was expected', 'line 2, column 1'],
    ['[1\r\n2]', 'a comma or ] was expected', 'line 2, column 1'],
    ['[1}', 'a comma or ] was expected', 'line 1, column 3'],
    ['{"a" 1}', 'a colon was expected', 'line 1, column 6, in a'],
    ['{a:1}', 'the name of a field in double quotes was expected', 'line 1, column 2'],
    ["{'a':1}", 'text has to stand in straight double quotes', 'line 1, column 2'],
    ['{"a":“b”}', 'text has to stand in straight double quotes', 'line 1, column 6, in a'],
    ['{"a":1 // b\n}', 'comments are not allowed', 'line 1, column 8'],
    ['/* a */{}', 'comments are not allowed', 'line 1, column 1'],
    ['[NaN]', 'NaN and Infinity are not allowed', 'line 1, column 2, in [0]'],
    ['[-Infinity]', 'NaN and Infinity are not allowed', 'line 1, column 2'],
    ['{"a":True}', 'true, false and null are written in small letters', 'line 1, column 6, in a'],
    ['{}{}', 'the end was expected', 'line 1, column 3'],
    ['{"a":', 'it ends where a value was expected', 'line 1, column 6, in a'],
    ['{"a', 'a text that starts here has no end', 'line 1, column 2'],
    ['\ufeff\ufeff{}', 'a value was expected', 'line 1, column 1'],
    ['\u00a0{}', 'a value was expected', 'line 1, column 1'],
    ['[01]', 'a number or word is not written as in JSON', 'line 1, column 2'],
    ['[1.]', 'a number or word is not written as in JSON', 'line 1, column 2'],
    ['[nullable]', 'a number or word is not written as in JSON', 'line 1, column 2'],
    ['[.5]', 'a value was expected', 'line 1, column 2'],
    ['[+5]', 'a value was expected', 'line 1, column 2'],
    ['[1e3]', 'a number is written with an exponent', 'line 1, column 2'],
    ['{"job":-2.5E-1}', 'a number is written with an exponent', 'line 1, column 8, in job'],
    ['[9007199254740990.6]', 'a number has more digits behind its point than can be kept', 'line 1, column 2'],
    ['["a\nb"]', 'a line break, tab or control character in a text is not escaped', 'line 1, column 4'],
    ['["\\x41"]', 'a backslash in a text starts no known escape', 'line 1, column 3'],
    ['["C:\\temp\\users"]', 'a backslash in a text starts no known escape', 'line 1, column 10'],
    ['["\\ud83d!"]', 'a \\u escape stands for half of a character only', 'line 1, column 2'],
    ['{"\\ude00":1}', 'a \\u escape stands for half of a character only', 'line 1, column 2'],
  ])('%j is not JSON', (text, complaint, place) => {
    const { code, detail } = refusalOf(text);
    expect(code).toBe('bodyNotJson');
    expect(detail).toContain(complaint);
    expect(detail).toContain(`(${place}`);
  });

  test('one with a number of 400 digits is not JSON', () => {
    expect(refusalOf(`[${'9'.repeat(400)}]`)).toMatchObject({
      code: 'bodyNotJson',
      detail: expect.stringContaining('a number is too large (line 1, column 2'),
    });
  });

  test('one with a field twice names it', () => {
    expect(refusalOf('{"runNow":{"job_parameters":{"region":1,\n "regi\\u006fn":2}}}')).toEqual({
      code: 'duplicateField',
      detail: 'The body has the field runNow.job_parameters.region (line 2, column 2) twice.',
    });
    expect(refusalOf('{"toString":1,"toString":1}').code).toBe('duplicateField');
  });

  test('one with __proto__ in it, however it is written, names the place', () => {
    expect(refusalOf('{"submit":{"tasks":[{},{"__proto__":{"admin":true}}]}}')).toEqual({
      code: 'fieldNotAllowed',
      detail: 'The body must not have the field submit.tasks[1].__proto__ (line 1, column 25).',
    });
    expect(refusalOf('{"\\u005f_proto__":1}').code).toBe('fieldNotAllowed');
    expect({}).not.toHaveProperty('admin');
  });

  test.each([33, 100_000])('one nested %d levels deep is too deep, and does no harm', (levels) => {
    expect(refusalOf(nested(levels)).code).toBe('bodyTooDeep');
    expect(refusalOf('['.repeat(levels)).code).toBe('bodyTooDeep');
    expect(refusalOf('{"a":'.repeat(Math.min(levels, 50_000))).code).toBe('bodyTooDeep');
  });

  test('one with very long, deep and odd names has a short detail in one printable line', () => {
    const name = `evil\\n\\u0000\\u001b[31m\\u202e\\u2028${'x'.repeat(50)}😀${'y'.repeat(5_000)}`;
    const { detail } = refusalOf(`{"${name}":`.repeat(31));
    expect(detail.length).toBeLessThan(700);
    expect(detail).toMatch(/in ….*\.evil\[31mx+…\)/);
    expect(detail).not.toMatch(/[\p{C}\p{Zl}\p{Zp}]/u);
  });

  test.each([
    `{"token":"${SECRET}"`,
    `{"token":"${SECRET}",}`,
    `{"token":${SECRET}}`,
    `{"token":"${SECRET}\\q"}`,
    `{"token":"${SECRET}","token":"${SECRET}"}`,
    `{"token":"${SECRET}","__proto__":"${SECRET}"}`,
    `["${SECRET}",'${SECRET}']`,
    `"${SECRET}" ${SECRET}`,
  ])('%s is refused without its values', (text) => expect(refusalOf(text).detail).not.toContain(SECRET.slice(0, 4)));
});

describe('any body', () => {
  const jsonValue = fc.jsonValue({ maxDepth: 6, stringUnit: 'binary' }).map(withoutExponents);
  const plain = (value: unknown): unknown => parsedWithLongIntegers(JSON.stringify(value));
  const hasProto = (value: unknown): boolean => JSON.stringify(value).includes('"__proto__":');

  test('that is the JSON of a value is read as that value', () => {
    fc.assert(
      fc.property(jsonValue, fc.constantFrom(0, 2, '\t'), (value, indent) => {
        fc.pre(!hasProto(value));
        expect(read(JSON.stringify(value, null, indent))).toEqual({ ok: true, value: plain(value) });
      }),
    );
  });

  const integer = fc.bigInt({ min: -(2n ** 70n), max: 2n ** 70n });

  test('keeps every digit of an integer', () => {
    fc.assert(
      fc.property(integer, (digits) => {
        const reading = read(`{"job_id":${digits}}`);
        expect(reading).toEqual({ ok: true, value: { job_id: expect.anything() } });
        expect(reading.ok && String((reading.value as { job_id: unknown }).job_id)).toBe(String(digits));
      }),
    );
  });

  test('is answered, whatever its bytes are', () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => typeof readJsonBody(bytes).ok === 'boolean'));
  });

  const piece = fc.constantFrom(
    ...['{', '}', '[', ']', ',', ':', '"', "'", '\\', '/', ' ', '\n', '0', '1', '-', '+', '.', 'e', 'u', '\u0007'],
    ...['true', 'nul', '"a"', '"b":', '\\ud83d', '\\u0061', '1e400', '12345678901234567890', 'é', '\u00a0', '\ufeff'],
  );
  const damaged = fc
    .tuple(jsonValue, fc.array(fc.tuple(fc.nat(), fc.nat(2), fc.option(piece, { nil: '' })), { maxLength: 3 }))
    .map(([value, damages]) =>
      damages.reduce((text, [where, cut, put]) => {
        const at = where % (text.length + 1);
        return text.slice(0, at) + put + text.slice(at + cut);
      }, JSON.stringify(value)),
    );
  const soup = fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join(''));

  test.each([
    ['damaged JSON', damaged],
    ['pieces of JSON', soup],
  ])('is accepted if JSON.parse accepts it and nothing gets lost: %s', (_what, texts) => {
    fc.assert(
      fc.property(texts, (text) => {
        const bytes = bytesOf(text);
        const reading = readJsonBody(bytes);
        // As the reader sees it: without the mark, and well-formed.
        const seen = new TextDecoder().decode(bytes);
        if (reading.ok) expect(reading.value).toEqual(parsedWithLongIntegers(seen));
        else if (reading.code === 'bodyNotJson') expect(losesNothing(seen)).toBe(false);
        else if (reading.code === 'bodyMissing') expect(seen.trim()).toBe('');
        else expect(['duplicateField', 'fieldNotAllowed']).toContain(reading.code);
      }),
      { numRuns: 3_000 },
    );
  });

  const isKept = (value: number, spelling: string): boolean =>
    !/e/i.test(spelling) && !(Number.isInteger(value) && /\.0*[1-9]/.test(spelling));

  /** Whether JSON.parse reads a text, and keeps each number as it is written, and no half of a character. */
  function losesNothing(text: string): boolean {
    let isLossless = true;
    try {
      parseJson(text, (name, part, { source = '' }) => {
        isLossless &&= name.isWellFormed() && part !== Infinity && part !== -Infinity;
        if (typeof part === 'string') isLossless &&= part.isWellFormed();
        if (typeof part === 'number') isLossless &&= isKept(part, source);
        return part;
      });
    } catch {
      return false;
    }
    return isLossless;
  }
});
