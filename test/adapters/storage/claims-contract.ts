import type { Claims, OldClaim } from '../../../src/adapters/storage/claims';
import type { Claim, NewClaim } from '../../../src/contract/runs/claims/claim';
import type { Stores } from './azurite-storage';

const claim = (who: string): NewClaim => ({
  instanceId: `run of ${who}`,
  nonce: `nonce of ${who}`,
  bodyHash: 'hash',
  createdAt: '2026-03-01T10:00:00.000Z',
});

/** What every store of claims keeps to. */
export function claimsContract(connect: () => Stores): void {
  let claims: Claims;
  beforeEach(() => {
    claims = connect().claims;
  });

  async function held(key: string): Promise<Claim> {
    const found = await claims.read(key);
    if (!found) throw new Error('nobody holds it');
    return found;
  }

  test('gives a key to the first, and tells the next who has it', async () => {
    expect(await claims.read('key')).toBeUndefined();
    expect(await claims.take('key', claim('one'))).toEqual({ taken: true });
    expect(await claims.read('key')).toStrictEqual({ ...claim('one'), etag: expect.stringMatching(/./) });
    expect(await claims.take('key', claim('two'))).toStrictEqual({ taken: false, claim: await held('key') });
    expect(await claims.take('another', claim('two'))).toEqual({ taken: true });
  });

  test('gives a key to one of a hundred who want it at once', async () => {
    const all = [claims, connect().claims];
    const takings = await Promise.all(Array.from({ length: 100 }, (_, at) => all[at % 2]?.take('key', claim(`${at}`))));
    const winners = takings.flatMap((taking, at) => (taking?.taken ? [at] : []));
    expect(winners).toHaveLength(1);
    const winner = await held('key');
    expect(winner).toMatchObject(claim(`${winners[0]}`));
    for (const taking of takings) expect([{ taken: true }, { taken: false, claim: winner }]).toContainEqual(taking);
  });

  test('takes a claim once more whose answer was lost', async () => {
    await claims.take('key', claim('one'));
    expect(await claims.take('key', claim('one'))).toEqual({ taken: true });
  });

  test('replaces a claim while it is the one that was read', async () => {
    await claims.take('key', claim('one'));
    const stale = await held('key');
    expect(await claims.replace('key', stale, claim('two'))).toBe(true);
    expect(await held('key')).toMatchObject(claim('two'));
    expect(await claims.replace('key', stale, claim('three'))).toBe(false);
    expect(await claims.replace('key', stale, claim('two'))).toBe(true); // the answer to it was lost
    expect(await held('key')).toMatchObject(claim('two'));
    expect((await held('key')).etag).not.toBe(stale.etag);
  });

  test('lets one of many replace a stale claim', async () => {
    await claims.take('key', claim('old'));
    const stale = await held('key');
    const replaced = await Promise.all(
      Array.from({ length: 50 }, (_, at) => claims.replace('key', stale, claim(`${at}`))),
    );
    const winners = replaced.flatMap((won, at) => (won ? [at] : []));
    expect(winners).toHaveLength(1);
    expect(await held('key')).toMatchObject(claim(`${winners[0]}`));
  });

  test('does not replace a claim that is gone', async () => {
    await claims.take('key', claim('old'));
    const stale = await held('key');
    expect(await claims.replace('never taken', stale, claim('new'))).toBe(false);
    expect(await claims.read('never taken')).toBeUndefined();
  });

  const instancesOf = async (old: AsyncIterable<OldClaim>) => {
    const found: string[] = [];
    for await (const { instanceId } of old) found.push(instanceId);
    return found.sort();
  };

  test('finds what was claimed before a time, and nothing else', async () => {
    const connected = connect();
    await connected.linkKey();
    for (const [who, createdAt] of Object.entries({ old: '2026-03-01', edge: '2026-03-02', young: '2026-03-03' })) {
      await claims.take(who, { ...claim(who), createdAt: `${createdAt}T00:00:00.000Z` });
    }
    expect(await instancesOf(claims.old('2026-03-02T00:00:00.000Z'))).toEqual(['run of old']);
    const everything = ['run of edge', 'run of old', 'run of young'];
    expect(await instancesOf(claims.old('2099-01-01T00:00:00.000Z'))).toEqual(everything); // and not the key of links
  });

  test('removes what was found, unless somebody has replaced it', async () => {
    for (const who of ['one', 'two']) await claims.take(who, claim(who));
    const found: OldClaim[] = [];
    for await (const old of claims.old('2099-01-01T00:00:00.000Z')) found.push(old);
    await claims.replace('one', await held('one'), claim('three'));
    for (const old of [...found, ...found]) await claims.remove(old);
    expect(await held('one')).toMatchObject(claim('three'));
    expect(await claims.read('two')).toBeUndefined();
    expect(await claims.take('two', claim('four'))).toEqual({ taken: true });
  });

  test('takes keys of any kind, and tells them apart', async () => {
    const keys = [
      '',
      ' ',
      'a',
      'A',
      "it's",
      'a/b\\c#d?e%',
      'ünï 😀',
      '\u0000',
      'x'.repeat(5000),
      `${'x'.repeat(5000)}y`,
    ];
    for (const key of keys) expect(await claims.take(key, claim(key))).toEqual({ taken: true });
    for (const key of keys) expect(await held(key)).toMatchObject(claim(key));
  });
}
