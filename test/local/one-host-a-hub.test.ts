import { hostname } from 'node:os';
import { join } from 'node:path';
import { TableClient } from '@azure/data-tables';
import { type Azurite, startAzurite } from '../../local/azurite/azurite';
import { ANY_PORTS } from '../../local/azurite/ports';
import { type HostProcess, startHostProcess, temporaryFolder } from '../support/host-process';
import { refusedStart } from '../support/refused-start';

/** Hosts with folders of their own, on one storage that none of them started. */
const APP = join(__dirname, '../fixtures/sample-app');
const folder = temporaryFolder();
const started: HostProcess[] = [];
let azurite: Azurite;
let env: Record<string, string>;
beforeAll(async () => {
  azurite = await startAzurite({ dataDir: folder.path, log: () => {}, ports: ANY_PORTS });
  env = { AzureWebJobsStorage: azurite.connectionString };
});
afterAll(async () => {
  await Promise.all(started.map((host) => host.stop('SIGKILL')));
  await azurite.stop();
  await folder.remove();
});

async function start(name: string): Promise<HostProcess> {
  const host = await startHostProcess(APP, join(folder.path, name), { env });
  started.push(host);
  return host;
}

test('one host at a time runs a hub, and the next goes on with what it left', async () => {
  const first = await start('first');
  const url = `${first.url}/runtime/webhooks/durabletask/orchestrators/approval/it`;
  expect((await fetch(url, { method: 'POST', body: '{"seconds":300}' })).status).toBe(202);

  const line = await refusedStart(['--app', APP, '--data', join(folder.path, 'second'), '--port', '0'], env);
  expect(line.replace(/process \d+/, 'process N')).toBe(
    `Another host (process N on ${hostname()}) is running the task hub SampleHub on this storage. Stop it first.`,
  );
  expect((await fetch(`${first.url}/api/ping`)).status).toBe(200);

  await first.stop('SIGKILL');
  const second = await start('second');
  expect(second.output()).toContain('Resumed 1 unfinished orchestration(s).\n');
  expect(await second.stop()).toBe(0);
  const options = { allowInsecureConnection: true };
  const table = TableClient.fromConnectionString(azurite.connectionString, 'SampleHubLocal', options);
  await expect(table.getEntity('^lock', 'hub')).rejects.toMatchObject({ statusCode: 404 }); // given back
});
