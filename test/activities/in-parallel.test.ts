import { inParallel } from '../../src/activities/collect/in-parallel';

const tick = () => new Promise<void>((resolve) => setImmediate(resolve));

test('results come in the order of their items, and no more than four are under way', async () => {
  let underWay = 0;
  let most = 0;
  const results = await inParallel(
    Array.from({ length: 30 }, (_, n) => n),
    async (item, index) => {
      most = Math.max(most, ++underWay);
      for (let turns = (item * 7) % 5; turns >= 0; turns--) await tick();
      underWay -= 1;
      return [item, index];
    },
  );
  expect(results).toEqual(Array.from({ length: 30 }, (_, n) => [n, n]));
  expect(most).toBe(4);
});

test('after a failure nothing more is begun', async () => {
  const begun: number[] = [];
  const work = inParallel([0, 1, 2, 3, 4, 5, 6, 7], async (item) => {
    begun.push(item);
    await tick();
    if (item === 1) throw new Error('one of them');
    await tick();
  });
  await expect(work).rejects.toThrow('one of them');
  for (let turns = 0; turns < 10; turns++) await tick();
  expect(begun).toEqual([0, 1, 2, 3]);
});

test('of nothing comes nothing', async () => {
  expect(await inParallel([], async () => 1)).toEqual([]);
});
