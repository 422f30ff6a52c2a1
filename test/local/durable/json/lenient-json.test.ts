import fc from 'fast-check';
import { InvalidJsonError, parseLenientJson } from '../../../../local/durable/json/lenient-json';

function complaintAbout(text: string): string {
  try {
    parseLenientJson(text);
  } catch (error) {
    if (error instanceof InvalidJsonError) return error.message;
    throw error;
  }
  return 'none';
}

const nested = (levels: number): string => `${'['.repeat(levels)}${']'.repeat(levels)}`;

describe('parseLenientJson', () => {
  it('reads all that JSON.parse reads', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 8 }), fc.constantFrom('', ' ', '\r\n'), (text, blank) => {
        expect(parseLenientJson(`${blank}${text}${blank}`)).toEqual(JSON.parse(text));
      }),
    );
  });

  it('reads the same without the fast way', () => {
    const jsonValue = fc.jsonValue({ maxDepth: 8, stringUnit: 'binary' });
    fc.assert(
      fc.property(jsonValue, fc.constantFrom(0, 2), (value, indent) => {
        const text = JSON.stringify(value, null, indent);
        // The comment is what JSON.parse does not read.
        expect(parseLenientJson(`${text}// `)).toEqual(JSON.parse(text));
      }),
    );
  });

  it.each<[string, unknown]>([
    ["{'a': 'it\\'s \"so\"'}", { a: 'it\'s "so"' }],
    ['{a: 1, $b_2: 2, é: 3, 4: 5}', { a: 1, $b_2: 2, é: 3, 4: 5 }],
    ['{"a":1,}', { a: 1 }],
    ['[1,2,]', [1, 2]],
    ['[,1,,2]', [null, 1, null, 2]],
    ['{"a":,"b":1}', { a: null, b: 1 }],
    ['/* a */ [ /* b */ 1 // c\n , 2 /**/ ] // d', [1, 2]],
    ['{/*a*/"a":/*b*/1/*c*/,/*d*/}', { a: 1 }],
    ['true/* */', true],
    ['\u00a0\u2003{}\u0085', {}],
    ['[undefined, null,true,false]', [null, null, true, false]],
    ['[NaN, Infinity, -Infinity, 1e999,]', ['NaN', 'Infinity', '-Infinity', 'Infinity']],
    ['[0x1F, 0xffffffffffffffff, 017, -017, .5, -.5e1, 5., 1E3]', [31, -1, 15, -17, 0.5, -5, 5, 1000]],
    ['[123456789012345678901234567890,]', [1.2345678901234568e29]],
    ["'\\b\\t\\n\\f\\r\\\\\\/\\u0041\\ud83d\\ude00'", '\b\t\n\f\r\\/A😀'],
    ['"a\nb"', 'a\nb'],
    ['"\\ud83d!\\ude00 \\ud83d\\ud83d\\ude00"', '\ufffd!\ufffd \ufffd😀'],
    ["{'a':1,'a':2}", { a: 2 }],
    ['\0[1\0]', [1]],
  ])('reads %j', (text, value) => {
    expect(parseLenientJson(text)).toEqual(value);
  });

  it.each(['{"__proto__":{"admin":true}}', "{'__proto__':{'admin':true}}"])('keeps %s plain data', (text) => {
    const value = parseLenientJson(text);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(Object.keys(Object(value))).toEqual(['__proto__']);
    expect(value).not.toHaveProperty('admin');
  });

  describe('complains as the real engine was recorded to', () => {
    it.each([
      ['abc', "Unexpected character encountered while parsing value: a. Path '', line 0, position 0."],
      ['{bad', "Unexpected end while parsing unquoted property name. Path '', line 1, position 4."],
      ['{"a":1} x', "Additional text encountered after finished reading JSON content: x. Path '', line 1, position 8."],
      ['', "Error reading JToken from JsonReader. Path '', line 0, position 0."],
    ])('%s', (text, complaint) => {
      expect(complaintAbout(text)).toBe(complaint);
    });
  });

  describe('complains as Newtonsoft.Json is known to', () => {
    it.each([
      ['  ', "Error reading JToken from JsonReader. Path '', line 1, position 2."],
      ['\n', "Error reading JToken from JsonReader. Path '', line 0, position 0."],
      ['{', "Error reading JObject from JsonReader. Path '', line 1, position 1."],
      ['[', "Error reading JArray from JsonReader. Path '', line 1, position 1."],
      ['{ foo:', "Unexpected end of content while loading JObject. Path 'foo', line 1, position 6."],
      ['{ "Value": 1 ', "Unexpected end of content while loading JObject. Path 'Value', line 1, position 13."],
      ['[{"a":[1,{"b":2}', "Unexpected end of content while loading JArray. Path '[0].a[1]', line 1, position 16."],
      ['n', "Unexpected end when reading JSON. Path '', line 1, position 1."],
      ['nu', "Unexpected end when reading JSON. Path '', line 1, position 2."],
      ['ne', "Unexpected end when reading JSON. Path '', line 1, position 2."],
      ['nx', "Unexpected character encountered while parsing value: n. Path '', line 0, position 0."],
      ['nulz', "Error parsing null value. Path '', line 1, position 3."],
      ['nullz', "Error parsing null value. Path '', line 1, position 4."],
      ['true/', "Error parsing boolean value. Path '', line 1, position 4."],
      ['[NaX]', "Error parsing NaN value. Path '', line 1, position 3."],
      ['{ "u":netanel,"r":9 }', "Unexpected content while parsing JSON. Path 'u', line 1, position 8."],
      ['[new Date(1)]', "Unexpected content while parsing JSON. Path '', line 1, position 4."],
      ["'hi", "Unterminated string. Expected delimiter: '. Path '', line 1, position 3."],
      ["'h\\", "Unterminated string. Expected delimiter: '. Path '', line 1, position 3."],
      ["'h\\u123", "Unexpected end while parsing unicode character. Path '', line 1, position 4."],
      ["'h\\u1234", "Unexpected end while parsing unicode character. Path '', line 1, position 4."],
      ['{\r\n"a":\r"x\ny",\r\n!', "Invalid property identifier character: !. Path 'a', line 5, position 0."],
      ['[1\r\n', "Unexpected end of content while loading JArray. Path '[0]', line 3, position 0."],
      ['"\\u00zz"', "Invalid Unicode escape sequence: \\u00zz. Path '', line 1, position 3."],
      ['"\\x"', "Bad JSON escape sequence: \\x. Path '', line 1, position 3."],
      ['0aq2dun13.hod', "Unexpected character encountered while parsing number: q. Path '', line 1, position 2."],
      ['[0f]', "Input string '0f' is not a valid number. Path '[0]', line 1, position 3."],
      ['[1,1.2.3]', "Input string '1.2.3' is not a valid number. Path '[1]', line 1, position 8."],
      [
        `[${'9'.repeat(381)},]`,
        `JSON integer ${'9'.repeat(381)} is too large to parse. Path '[0]', line 1, position 382.`,
      ],
      ['{}}', "Additional text encountered after finished reading JSON content: }. Path '', line 1, position 2."],
      [
        '[\n"Small"\n],',
        "Additional text encountered after finished reading JSON content: ,. Path '', line 3, position 1.",
      ],
      [',', "Additional text encountered after finished reading JSON content: ,. Path '', line 1, position 0."],
      ['/sdf', "Error parsing comment. Expected: *, got s. Path '', line 1, position 1."],
      ['/* sdf', "Unexpected end while parsing comment. Path '', line 1, position 6."],
      ['1 //', "Unexpected end while parsing comment. Path '', line 1, position 3."],
      ['//c\n!', "Unexpected character encountered while parsing value: !. Path '', line 2, position 0."],
      ['[}', "Unexpected character encountered while parsing value: }. Path '', line 1, position 1."],
      [
        '[1,{"a b":x',
        "Unexpected character encountered while parsing value: x. Path '[1]['a b']', line 1, position 10.",
      ],
      ['{"a\'b":x', "Unexpected character encountered while parsing value: x. Path '['a\\'b']', line 1, position 7."],
      ['[1 2]', "After parsing a value an unexpected character was encountered: 2. Path '[0]', line 1, position 3."],
      [
        '{"a":{} "b":1}',
        "After parsing a value an unexpected character was encountered: \". Path 'a', line 1, position 8.",
      ],
      [
        '{\n  "A" : true,\n  "B" ""',
        "Invalid character after parsing property name. Expected ':' but got: \". Path 'A', line 3, position 6.",
      ],
      ['{"a":1,,}', "Invalid property identifier character: ,. Path 'a', line 1, position 7."],
      ['{a-b:1}', "Invalid JavaScript property identifier character: -. Path '', line 1, position 2."],
      [']', "JsonToken EndArray is not valid for closing JsonType None. Path '', line 1, position 1."],
      ['[1}', "JsonToken EndObject is not valid for closing JsonType Array. Path '', line 1, position 3."],
      [
        '{"a":[{"b":1]',
        "JsonToken EndArray is not valid for closing JsonType Object. Path 'a[0]', line 1, position 13.",
      ],
    ])('%j', (text, complaint) => {
      expect(complaintAbout(text)).toBe(complaint);
    });
  });

  it('takes 64 levels and no more', () => {
    const complaint = `The reader's MaxDepth of 64 has been exceeded. Path '${'[0]'.repeat(64)}', line 1, position 65.`;
    expect(complaintAbout(nested(64))).toBe('none');
    expect(complaintAbout(`${nested(64)} // slow`)).toBe('none');
    expect(complaintAbout(nested(65))).toBe(complaint);
    expect(complaintAbout(`${nested(65)} // slow`)).toBe(complaint);
    expect(complaintAbout('['.repeat(1_000_000))).toBe(complaint);
  });

  it('answers any text with a value or an InvalidJsonError', () => {
    const piece = fc.constantFrom(
      ...'{}[]",:\'\\/*\n\r 0x1.eE-+Ntruefalsn'.split(''),
      'null',
      'true',
      '\\u',
      '"a"',
      'ab',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 20 }), (pieces) => {
        expect(complaintAbout(pieces.join(''))).toMatch(/^none$|\. Path '.*', line \d+, position \d+\.$/s);
      }),
      { numRuns: 5_000 },
    );
  });
});
