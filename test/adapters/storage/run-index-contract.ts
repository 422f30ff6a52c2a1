import type { RunIndex } from '../../../src/adapters/storage/run-index';
import type { Stores } from './azurite-storage';

const run = (runId: string, workspace: string, instanceId = `${workspace} ${runId}`) => ({
  runId,
  workspace,
  instanceId,
  createdAt: '2026-03-01T10:00:00.000Z',
});

/** What every index of runs keeps to. */
export function runIndexContract(connect: () => Stores): void {
  let index: RunIndex;
  beforeEach(() => {
    index = connect().index;
  });

  test('finds who waits for a run, in every workspace that has one of this id, and nobody else', async () => {
    const [here, there] = [run('42', 'default'), run('42', 'test')];
    for (const each of [here, there, run('4', 'default'), run('421', 'default'), run('41', 'test')])
      await index.note(each);
    const found = await index.find('42');
    expect(found.sort((one, other) => (one.workspace < other.workspace ? -1 : 1))).toStrictEqual([here, there]);
    expect(await index.find('420')).toEqual([]);
    expect(await index.find('')).toEqual([]);
  });

  test('keeps the latest note of a run', async () => {
    await index.note(run('42', 'default', 'first'));
    await index.note(run('42', 'default', 'second'));
    expect(await index.find('42')).toStrictEqual([run('42', 'default', 'second')]);
  });

  test("takes any text for an id, and only that id's rows are found", async () => {
    const odd = ["4' or PartitionKey ne '", '42;default', '42<', '4/2', '../42', 'é'];
    for (const id of odd) await index.note(run(id, 'default'));
    for (const id of odd) expect(await index.find(id)).toStrictEqual([run(id, 'default')]);
    expect(await index.find('42')).toEqual([]);
  });
}
