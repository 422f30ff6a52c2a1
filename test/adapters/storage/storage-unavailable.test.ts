import { createServer } from 'node:net';
import { RestError } from '@azure/data-tables';
import { askFor, type RequestOptions } from '../../../src/adapters/storage/ask';
import { createClaims } from '../../../src/adapters/storage/claims';
import { connectStorage } from '../../../src/adapters/storage/connect';
import { StorageUnavailable } from '../../../src/contract/storage-unavailable';

const asking = (error: unknown, giveUpAfterMs = 1000) =>
  askFor({ client: {}, create: async () => {}, missing: 'TableNotFound' }, giveUpAfterMs)(() => Promise.reject(error));

test.each([
  ['no answer', new RestError('connect ECONNREFUSED', { code: 'ECONNREFUSED' })],
  ['an error of its own', new RestError('', { code: 'InternalError', statusCode: 500 })],
  ['too much to do', new RestError('', { code: 'ServerBusy', statusCode: 503 })],
  ['too many requests', new RestError('', { code: 'TooManyRequests', statusCode: 429 })],
  ['a role that does not hold yet', new RestError('', { code: 'AuthorizationPermissionMismatch', statusCode: 403 })],
])('a storage account with %s is away', async (_, error) => {
  const told = await asking(error).catch((thrown) => thrown);
  expect(told).toBeInstanceOf(StorageUnavailable);
  expect(told.cause).toBe(error);
});

test.each([
  new RestError('', { code: 'ResourceNotFound', statusCode: 404 }),
  new RestError('', { code: 'EntityAlreadyExists', statusCode: 409 }),
  new RestError('', { code: 'UpdateConditionNotSatisfied', statusCode: 412 }),
  new RestError('', { code: 'InvalidInput', statusCode: 400 }),
  new TypeError('a mistake of ours'),
])('other answers are passed on as they are: %#', async (error) => {
  await expect(asking(error)).rejects.toBe(error);
});

test('a storage account that keeps silent is away', async () => {
  const silent = (_: unknown, { abortSignal }: RequestOptions) =>
    new Promise<never>((_resolve, reject) => abortSignal.addEventListener('abort', () => reject(abortSignal.reason)));
  const ask = askFor({ client: {}, create: async () => {}, missing: 'TableNotFound' }, 20);
  await expect(ask(silent)).rejects.toThrow(StorageUnavailable);
});

test('one that nobody listens for is away', async () => {
  const server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => server.close(resolve));
  const url = `http://127.0.0.1:${port}/devstoreaccount1`;
  const connectionString = `DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=a2V5;TableEndpoint=${url};BlobEndpoint=${url};`;
  const { claims } = connectStorage({ connectionString }, 800);
  await expect(createClaims(claims).read('k')).rejects.toThrow(StorageUnavailable);
});
