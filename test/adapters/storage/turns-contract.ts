import type { Turns } from '../../../src/adapters/storage/turns';
import type { TurnEntry } from '../../../src/contract/runs/claims/turn';
import type { Stores } from './azurite-storage';

const entry = (who: string): TurnEntry => ({
  instanceId: `run of ${who}`,
  nonce: `nonce of ${who}`,
  job: '1',
  concurrency: 'cancelPrevious',
  parametersHash: 'a'.repeat(64),
  createdAt: '2026-03-01T10:00:00.000Z',
});

/** What every store of turns keeps to. */
export function turnsContract(connect: () => Stores): void {
  let turns: Turns;
  beforeEach(() => {
    turns = connect().turns;
  });

  test('has no row until somebody writes one', async () => {
    expect(await turns.read('default 1')).toBeUndefined();
    expect(await turns.write('default 1', [entry('one')], 'W/"1"')).toBe(false);
    expect(await turns.write('default 1', [entry('one')], undefined)).toBe(true);
    expect(await turns.read('default 1')).toStrictEqual({ entries: [entry('one')], etag: expect.stringMatching(/./) });
    expect(await turns.read('default 2')).toBeUndefined();
  });

  test('lets a row be written only by who has read it as it is', async () => {
    await turns.write('place', [entry('one')], undefined);
    const { etag } = (await turns.read('place')) ?? {};
    expect(await turns.write('place', [entry('two')], undefined)).toBe(false);
    expect(await turns.write('place', [entry('two')], etag)).toBe(true);
    expect(await turns.write('place', [entry('three')], etag)).toBe(false);
    expect((await turns.read('place'))?.entries).toEqual([entry('two')]);
    expect((await turns.read('place'))?.etag).not.toBe(etag);
  });

  test('lets one of many write first, and one of many write next', async () => {
    const all = [turns, connect().turns];
    for (let round = 0; round < 2; round++) {
      const etag = (await turns.read('place'))?.etag;
      const written = await Promise.all(
        Array.from({ length: 50 }, (_, at) => all[at % 2]?.write('place', [entry(`${round} ${at}`)], etag)),
      );
      const winners = written.flatMap((won, at) => (won ? [entry(`${round} ${at}`)] : []));
      expect(winners).toHaveLength(1);
      expect((await turns.read('place'))?.entries).toEqual(winners);
    }
  });

  test('holds as many entries as a job may have, or none', async () => {
    const many = Array.from({ length: 50 }, (_, at) => ({
      ...entry(`${at}`.padStart(100)),
      callbackId: 'c'.repeat(16),
    }));
    await turns.write('place', many, undefined);
    const full = await turns.read('place');
    expect(full?.entries).toEqual(many);
    expect(await turns.write('place', [], full?.etag)).toBe(true);
    expect((await turns.read('place'))?.entries).toEqual([]);
  });
}
