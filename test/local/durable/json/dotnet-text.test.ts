import fc from 'fast-check';
import { isIsoDate, toDotnetDateText, toDotnetJson } from '../../../../local/durable/json/dotnet-text';

const isOrdinaryNumber = (number: number): boolean =>
  number === 0 || (Math.abs(number) >= 1e-4 && Math.abs(number) < 1e21);
const ordinaryNumber = fc.double({ noNaN: true, noDefaultInfinity: true }).filter(isOrdinaryNumber);

const jsonOf = (number: fc.Arbitrary<number>) =>
  fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small' },
      fc.constant(null),
      fc.boolean(),
      number,
      fc.string({ unit: 'binary' }).map((text) => text.replace(/[\u0085\u2028\u2029]/g, '')),
      fc.array(tie('value')),
      fc.dictionary(fc.string(), tie('value')),
    ),
  })).value;

describe('toDotnetJson', () => {
  it.each([
    [1e21, '1E+21'],
    [-1e21, '-1E+21'],
    [1e20, '100000000000000000000'],
    [1.5e300, '1.5E+300'],
    [5e-324, '5E-324'],
    [1e-7, '1E-07'],
    [-1.25e-5, '-1.25E-05'],
    [0.0001, '0.0001'],
    [4.5, '4.5'],
    [-0, '0'],
    [Number.NaN, 'null'],
  ])('spells %d as %s', (number, text) => {
    expect(toDotnetJson(number)).toBe(text);
    expect(toDotnetJson({ a: [number, 'e+1'] })).toBe(`{"a":[${text},"e+1"]}`);
  });

  it('does not touch what looks like a number inside a string', () => {
    expect(toDotnetJson({ '1e+21': '1e-7 0.00001', n: 1e-7 })).toBe('{"1e+21":"1e-7 0.00001","n":1E-07}');
  });

  it('escapes the three line breaks that JSON.stringify leaves', () => {
    expect(toDotnetJson({ '\u2028': 'a\u0085\u2029\u007fé😀"\\/\n\u0001' })).toBe(
      '{"\\u2028":"a\\u0085\\u2029\u007fé😀\\"\\\\/\\n\\u0001"}',
    );
  });

  it('leaves out undefined as JSON.stringify does, and calls toJSON', () => {
    expect(toDotnetJson({ a: undefined, b: [undefined], c: { toJSON: () => 1e-7 } })).toBe('{"b":[null],"c":1E-07}');
    expect(toDotnetJson(undefined)).toBe('null');
    expect(toDotnetJson(new Date(0))).toBe('"1970-01-01T00:00:00.000Z"');
  });

  it('is the text of JSON.stringify where no number is extreme', () => {
    fc.assert(fc.property(jsonOf(ordinaryNumber), (value) => toDotnetJson(value) === JSON.stringify(value)));
  });

  it('always reads back as the same value', () => {
    const anyNumber = fc.double({ noNaN: true, noDefaultInfinity: true }).map((number) => (number === 0 ? 0 : number));
    fc.assert(
      fc.property(jsonOf(anyNumber), (value) => {
        expect(JSON.parse(toDotnetJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
    fc.assert(fc.property(anyNumber, (number) => JSON.parse(toDotnetJson(number)) === number));
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => JSON.parse(toDotnetJson(text)) === text));
  });
});

describe('isIsoDate', () => {
  it.each([
    '2024-01-02T03:04:05',
    '2024-01-02T03:04:05Z',
    '2024-01-02T03:04:05.1z',
    '2024-01-02T03:04:05.1234567+02:00',
    '2024-01-02T03:04:05-0730',
    '2024-01-02T03:04:05+02',
    '2024-02-29T24:00:00Z',
    '0001-01-01T00:00:00Z',
  ])('takes %s', (text) => {
    expect(isIsoDate(text)).toBe(true);
  });

  it.each([
    '',
    '2024-01-02',
    '2024-01-02 03:04:05',
    '2024-01-02T03:04',
    '2024-01-02T03:04:05.',
    '2024-01-02T03:04:05.12345678Z',
    '2024-01-02T03:04:60Z',
    '2024-01-02T03:60:00Z',
    '2024-01-02T25:00:00Z',
    '2024-01-02T24:00:01Z',
    '2024-01-02T24:00:00.1Z',
    '2023-02-29T00:00:00Z',
    '2024-13-01T00:00:00Z',
    '0000-01-01T00:00:00Z',
    ' 2024-01-02T03:04:05Z',
    '2024-01-02T03:04:05Z\n',
    'Tue, 02 Jan 2024 03:04:05 GMT',
  ])('does not take %j', (text) => {
    expect(isIsoDate(text)).toBe(false);
  });
});

describe('toDotnetDateText', () => {
  it.each([
    ['2024-01-02T03:04:05+02:00', '01/02/2024 01:04:05'],
    ['2024-01-02T03:04:05.9999999Z', '01/02/2024 03:04:05'],
    ['2024-01-02T03:04:05', '01/02/2024 03:04:05'],
    ['2024-01-01T00:30:00-23:30', '01/02/2024 00:00:00'],
    ['2023-12-31T24:00:00Z', '01/01/2024 00:00:00'],
    ['0050-06-07T08:09:10Z', '06/07/0050 08:09:10'],
  ])('spells %s as %s', (iso, text) => {
    expect(toDotnetDateText(iso)).toBe(text);
  });

  it('leaves what is no date as it is', () => {
    expect(toDotnetDateText('2024-01-02')).toBe('2024-01-02');
  });

  it('agrees with Date for every instant', () => {
    fc.assert(
      fc.property(
        fc.date({ min: new Date('0100-01-01T00:00:00Z'), max: new Date('9998-12-31T23:59:59Z'), noInvalidDate: true }),
        (instant) => {
          const text = toDotnetDateText(instant.toISOString());
          expect(new Date(`${text}Z`).getTime()).toBe(Math.floor(instant.getTime() / 1000) * 1000);
        },
      ),
    );
  });
});
