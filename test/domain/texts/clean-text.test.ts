import fc from 'fast-check';
import { cleanText, cleanTrace } from '../../../src/domain/texts/clean-text';

const ESC = '\u001b';

describe('cleanText', () => {
  test.each([
    [`${ESC}[0;31mNameError${ESC}[0m: x`, 'NameError: x'],
    [`${ESC}[38;5;241;43ma${ESC}[K${ESC}[2Jb`, 'ab'],
    [`${ESC}]8;;https://a.example/${ESC}\\link${ESC}]8;;${ESC}\\ ${ESC}]0;title\u0007end`, 'link end'],
    [`a${ESC}Pdata${ESC}\\b${ESC}(Bc\u009b1md`, 'abcd'],
    [`a${ESC}]0;a title without an end`, 'a0;a title without an end'],
    [`a${ESC}${ESC}[1mb${ESC}`, 'ab'],
    ['a\r\nb\rc\u2028d', 'a\nb\nc\nd'],
    ['\u0000a\u0007\tb\u007f\u0085\n', 'a\tb'],
    [' \n\ufeff text \n ', 'text'],
    ['half \ud83d of a character', 'half \ufffd of a character'],
    ['', ''],
  ])('makes of %j the text %j', (text, clean) => expect(cleanText(text, 100)).toBe(clean));

  test('cuts what is too long, and marks it', () => {
    expect(cleanText('abcdef', 6)).toBe('abcdef');
    expect(cleanText('abcdef', 5)).toBe('abcd…');
    expect(cleanText('abc def', 5)).toBe('abc…');
    expect(cleanText('abcdef', 1)).toBe('…');
    expect(cleanText('abcdef', 0)).toBe('');
  });

  test('does not cut a character in half', () => {
    expect(cleanText('ab😀cd', 4)).toBe('ab…');
    expect(cleanText('ab😀cd', 5)).toBe('ab😀…');
  });

  test.each(['\u001b]', '\u009d', '\u001bP', '\u0090', '\u001b[0', '\u009b;', '\u001b ', '\r', '\ud83d'])(
    'does not take long for a great many of %j',
    (part) => {
      const start = performance.now();
      cleanText(part.repeat(300_000), 100);
      expect(performance.now() - start).toBeLessThan(2_000);
    },
  );
});

describe('cleanTrace', () => {
  const lines = Array.from({ length: 40 }, (_, index) => `  at line ${index}`);

  test('leaves a trace alone that fits', () => {
    expect(cleanTrace(`${ESC}[31mTraceback\r\n  line${ESC}[0m\n`, 100)).toBe('Traceback\n  line');
  });

  test('leaves whole lines out of the middle, and keeps more of the end, where the cause stands', () => {
    const trace = ['Traceback', ...lines, 'ValueError: x'].join('\n');
    expect(cleanTrace(trace, 170).split('\n')).toEqual([
      'Traceback',
      '  at line 0',
      '  at line 1',
      '  at line 2',
      '… (31 lines left out) …',
      ...lines.slice(34),
      'ValueError: x',
    ]);
  });

  test('cuts inside of lines that are very long, without halving a character', () => {
    const trace = `${'😀'.repeat(200)}\nValueError: ${'😀'.repeat(200)}`;
    const [beginning = '', note, end = '', ...rest] = cleanTrace(trace, 200).split('\n');
    expect(beginning).toMatch(/^(?:😀)+$/u);
    expect(note).toMatch(/^… \(\d{3} characters left out\) …$/);
    expect(end).toMatch(/^(?:😀)+$/u);
    expect(end.length).toBeGreaterThan(1.5 * beginning.length);
    expect(rest).toEqual([]);
  });

  test('keeps a part of a long line rather than nearly nothing', () => {
    const trace = `short\n${'a'.repeat(1_000)}\n${'b'.repeat(1_000)}\nshort`;
    expect(cleanTrace(trace, 300)).toMatch(/^short\na{40,}\n… \(\d+ characters left out\) …\nb{80,}\nshort$/);
  });

  test('counts one line as one', () => {
    const trace = ['a'.repeat(60), 'b'.repeat(300), 'c'.repeat(130)].join('\n');
    expect(cleanTrace(trace, 260)).toBe(`${'a'.repeat(60)}\n… (1 line left out) …\n${'c'.repeat(130)}`);
  });

  test('is only a beginning where there is no room for two ends', () => {
    expect(cleanTrace('a'.repeat(100), 50)).toBe(`${'a'.repeat(49)}…`);
  });
});

describe.each([
  ['cleanText', cleanText],
  ['cleanTrace', cleanTrace],
])('whatever %s is given, what comes back', (_name, made) => {
  const piece = fc.oneof(
    fc.constantFrom(
      ESC,
      `${ESC}[`,
      `${ESC}[31m`,
      `${ESC}]`,
      '\u0007',
      '\u009b',
      '\r',
      '\n',
      '\t',
      ' ',
      '\ud83d',
      '\ude00',
    ),
    fc.constantFrom('😀', 'é', '…', '\u0000', '\u0085', '\u2028', '\ufeff', '[0m', 'line\n'.repeat(20), 'x'.repeat(50)),
    fc.string({ unit: 'binary' }),
  );
  const text = fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join(''));
  const most = fc.nat(400);
  const holds = (isTrue: (result: string, text: string, most: number) => void) =>
    fc.assert(
      fc.property(text, most, (given, length) => isTrue(made(given, length), given, length)),
      { numRuns: 500 },
    );

  test('stays within the length', () =>
    holds((result, _text, length) => expect(result.length).toBeLessThanOrEqual(length)));

  test('is clean: no control characters, no half characters, no blanks around it', () =>
    holds((result) => {
      expect(result).not.toMatch(/(?![\n\t])\p{Cc}/u);
      expect(result.isWellFormed()).toBe(true);
      expect(result).toBe(result.trim());
    }));

  test('stays the same when it is cleaned again', () =>
    holds((result, _text, length) => expect(made(result, length)).toBe(result)));
});
