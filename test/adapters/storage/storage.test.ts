import { createMemoryStorage } from '../../support/memory-storage';
import { type AzuriteStorage, type Stores, startAzuriteStorage } from './azurite-storage';
import { claimsContract } from './claims-contract';
import { outputsContract } from './outputs-contract';
import { runIndexContract } from './run-index-contract';
import { runListContract } from './run-list-contract';
import { runsContract } from './runs-contract';
import { turnsContract } from './turns-contract';

let azurite: AzuriteStorage;
beforeAll(async () => {
  azurite = await startAzuriteStorage();
});
afterAll(() => azurite.stop());

describe('in memory', () => {
  let memory: Stores;
  beforeEach(() => {
    memory = createMemoryStorage();
  });
  contracts(() => memory, 10);
});

describe('in Azurite', () => {
  beforeEach(() => azurite.clear());
  contracts(() => azurite.connect(), 1000);

  test('a new version of the key for links leaves the one before it valid, and no older one', async () => {
    const [one, two, three] = [1, 2, 3].map((version) => azurite.connect(version));
    const keyOne = await one?.linkKey();
    expect(await one?.formerLinkKey()).toBeUndefined();
    expect(await two?.formerLinkKey()).toEqual(keyOne);
    const keyTwo = await two?.linkKey();
    expect(keyTwo).not.toEqual(keyOne);
    expect(await three?.formerLinkKey()).toEqual(keyTwo);
    expect(await azurite.connect(1).linkKey()).toEqual(keyOne);
    await three?.linkKey();
    expect(await azurite.connect(1).linkKey()).not.toEqual(keyOne); // ended for good
  });
});

function contracts(connect: () => Stores, knowsTimesToMs: number): void {
  describe('runs', () => runsContract(connect));
  describe('the list of runs', () => runListContract(connect));
  describe('claims', () => claimsContract(connect));
  describe('the index of runs', () => runIndexContract(connect));
  describe('turns', () => turnsContract(connect));
  describe('outputs', () => outputsContract(connect, knowsTimesToMs));

  test('all who need the key for links at once get the same one', async () => {
    const keys = await Promise.all(Array.from({ length: 20 }, () => connect().linkKey()));
    const [first] = keys;
    expect(first).toHaveLength(32);
    for (const key of keys) expect(key).toEqual(first);
    expect(await connect().linkKey()).toEqual(first);
  });
}
