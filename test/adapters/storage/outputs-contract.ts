import type { Outputs } from '../../../src/adapters/storage/outputs';
import type { Stores } from './azurite-storage';

/** What every store of outputs keeps to. It knows the times of what was written to some milliseconds. */
export function outputsContract(connect: () => Stores, knowsTimesToMs: number): void {
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

  const everyOne = async (ids: AsyncIterable<string>) => {
    const found: string[] = [];
    for await (const id of ids) found.push(id);
    return found.sort();
  };
  const inADay = () => new Date(Date.now() + 86_400_000).toISOString();

  test('finds the runs for which nothing was written since a time', async () => {
    expect(await everyOne(outputs.untouched(inADay()))).toEqual([]);
    const ids = ['one', 'One', 'a.-b', 'a.b_c', 'ünï 😀', 'one-more'];
    for (const id of ids) for (const name of ['a', 'b']) await outputs.write(id, name, 'text');
    expect(await everyOne(outputs.untouched(inADay()))).toEqual([...ids].sort());
    expect(await everyOne(outputs.untouched('2026-01-01T00:00:00.000Z'))).toEqual([]);
    await new Promise((resolve) => setTimeout(resolve, knowsTimesToMs + knowsTimesToMs / 10));
    const since = new Date(Math.floor(Date.now() / knowsTimesToMs) * knowsTimesToMs).toISOString();
    await outputs.write('one', 'b', 'newer');
    expect(await everyOne(outputs.untouched(since))).toEqual(ids.filter((id) => id !== 'one').sort());
  });

  test('removes all that was written for a run, and nothing of another one', async () => {
    for (const id of ['one', 'one.', 'one-more', 'On']) await outputs.write(id, 'a', id);
    for (let at = 0; at < 45; at++) await outputs.write('one', `task-${at}.json`, 'text');
    await Promise.all([outputs.remove('one'), connect().outputs.remove('one')]);
    await outputs.remove('never there');
    expect(await outputs.read('one', 'a')).toBeUndefined();
    expect(await everyOne(outputs.untouched(inADay()))).toEqual(['On', 'one-more', 'one.']);
    for (const id of ['one.', 'one-more', 'On']) expect(await outputs.read(id, 'a')).toBe(id);
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
