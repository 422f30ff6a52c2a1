import { RestError } from '@azure/data-tables';
import { askFor, type RequestOptions } from '../../../src/adapters/storage/ask';

const failure = (code: string, statusCode: number) => new RestError(code, { code, statusCode });
const missing = () => failure('TableNotFound', 404);

/** A table that is not there until it is created. */
function fakeTable() {
  const table = {
    exists: false,
    created: 0,
    async create() {
      await Promise.resolve();
      table.created += 1;
      table.exists = true;
    },
    async read() {
      if (!table.exists) throw missing();
      return 'read';
    },
  };
  return table;
}

const ask = (table: { create(): Promise<unknown> }, giveUpAfterMs = 1000) =>
  askFor({ client: table, create: (client) => client.create(), missing: 'TableNotFound' }, giveUpAfterMs);

const untilAborted = (_: unknown, { abortSignal }: RequestOptions) =>
  new Promise<never>((_resolve, reject) => abortSignal.addEventListener('abort', () => reject(new Error('aborted'))));

test('creates what is missing once, for all who ask at once', async () => {
  const table = fakeTable();
  const askTable = ask(table);
  const answers = await Promise.all(Array.from({ length: 10 }, () => askTable(() => table.read())));
  expect(answers).toEqual(Array.from({ length: 10 }, () => 'read'));
  expect(table.created).toBe(1);
});

test('creates nothing while it is there, and again when it has gone', async () => {
  const table = fakeTable();
  const askTable = ask(table);
  table.exists = true;
  expect(await askTable(() => table.read())).toBe('read');
  expect(table.created).toBe(0);
  for (const times of [1, 2]) {
    table.exists = false;
    expect(await askTable(() => table.read())).toBe('read');
    expect(table.created).toBe(times);
  }
});

test('tells why it could not be created, and tries again the next time', async () => {
  const table = fakeTable();
  const { create } = table;
  table.create = () => Promise.reject(failure('TableBeingDeleted', 409));
  const askTable = ask(table);
  await expect(askTable(() => table.read())).rejects.toThrow('TableBeingDeleted');
  table.create = create;
  expect(await askTable(() => table.read())).toBe('read');
});

test.each([failure('ResourceNotFound', 404), failure('ContainerNotFound', 404), new Error('TableNotFound')])(
  'creates nothing after another failure: %s',
  async (error) => {
    const table = fakeTable();
    await expect(ask(table)(() => Promise.reject(error))).rejects.toBe(error);
    expect(table.created).toBe(0);
  },
);

test('gives up when there is no answer', async () => {
  const table = fakeTable();
  await expect(ask(table, 50)(untilAborted)).rejects.toThrow('the storage account gave no answer for 0.05 seconds');
});
