import type { Outputs } from '../../../src/adapters/storage/outputs';
import type { Stores } from './azurite-storage';

/** What every store of outputs keeps to. */
export function outputsContract(connect: () => Stores): void {
  let outputs: Outputs;
  beforeEach(() => {
    outputs = connect().outputs;
  });

  test('gives back what was written last', async () => {
    expect(await outputs.read('one', 'result.json')).toBeUndefined();
    await outputs.write('one', 'result.json', '{"a":1}');
    await outputs.write('one', 'result.json', '{"a":2}');
    await outputs.write('one', 'other.json', '');
    expect(await connect().outputs.read('one', 'result.json')).toBe('{"a":2}');
    expect(await outputs.read('one', 'other.json')).toBe('');
    expect(await outputs.read('one', 'missing.json')).toBeUndefined();
    expect(await outputs.read('two', 'result.json')).toBeUndefined();
  });

  test('keeps large texts, and odd ones', async () => {
    for (const text of ['ü😀'.repeat(1_000_000), '\uFEFF{"bom":1}\r\n', '\u0000\u2028']) {
      await outputs.write('one', 'odd', text);
      expect((await outputs.read('one', 'odd')) === text).toBe(true);
    }
    await outputs.write('one', 'odd', 'half\uD800');
    expect(await outputs.read('one', 'odd')).toBe('half\uFFFD');
  });

  test('is never read in parts of two writes', async () => {
    const texts = ['a', 'b', 'c'].map((letter) => letter.repeat(300_000));
    await outputs.write('one', 'raced', String(texts[0]));
    const [read] = await Promise.all([
      Promise.all(Array.from({ length: 10 }, () => outputs.read('one', 'raced'))),
      ...texts.map((text) => outputs.write('one', 'raced', text)),
    ]);
    for (const text of read) expect(texts.includes(String(text))).toBe(true);
  });

  test('tells runs and names apart, whatever is in them', async () => {
    const texts = [
      '.',
      '..',
      'a',
      'A',
      'a.',
      'a/b',
      'a/../b',
      'a~002fb',
      'a?b#c',
      'a%2fb',
      'ünï',
      ' ',
      'x'.repeat(900),
      `${'x'.repeat(900)}y`,
    ];
    for (const text of texts) await outputs.write(text, 'name', `run ${text}`);
    for (const text of texts) await outputs.write('one', text, `name ${text}`);
    for (const text of texts) expect(await outputs.read(text, 'name')).toBe(`run ${text}`);
    for (const text of texts) expect(await outputs.read('one', text)).toBe(`name ${text}`);
  });
}
