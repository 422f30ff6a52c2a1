import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setUpGranting } from '../support/granting';

const { folder, workspace, outputs, grant, grantAs, startAsTheApp } = setUpGranting();

describe('catalog entries of another workspace', () => {
  const jobs = join(folder.path, 'workspaces.json');
  const entries = {
    sales: { job: '101', workspace: 'default' },
    'sales-test': { job: '101', workspace: 'test' },
    'nightly-test': { job: '102', workspace: 'test' },
  };
  beforeAll(() => writeFileSync(jobs, JSON.stringify(entries)));

  test('are left alone, for their ids mean other jobs here, and are named', async () => {
    const { code, output } = await grantAs('admin', '--jobs', jobs, '--strict');
    expect(code).toBe(0);
    expect(output).toContain('Job 101 (sales): has CAN_MANAGE_RUN now');
    expect(output).toContain('Job 101 (sales-test): left alone, being in another workspace (--workspace test)');
    expect(output).toContain('Job 102 (nightly-test): left alone, being in another workspace (--workspace test)');
    expect([await startAsTheApp(101), await startAsTheApp(102)]).toEqual([200, 403]);
  });

  test('are those that count with --workspace', async () => {
    const { code, output } = await grantAs('admin', '--jobs', jobs, '--workspace', 'test', '--host', workspace().url);
    expect(code).toBe(0);
    expect(output).toContain('Job 101 (sales): left alone, being in another workspace (--workspace default)');
    expect(output).toContain('Job 102 (nightly-test): has CAN_MANAGE_RUN now');
    expect(await startAsTheApp(102)).toBe(200);
  });

  test('never go to the host of the default one', async () => {
    const { code, output } = await grantAs('admin', '--jobs', jobs, '--workspace', 'test');
    expect(code).toBe(1);
    expect(output).toContain('--host (or DATABRICKS_HOST__test) must be like');
    expect(workspace().requests.find()).toEqual([]);
  });

  test('are found by the settings of that workspace', async () => {
    const env = { DATABRICKS_TOKEN: 'dapi-person', DATABRICKS_HOST: '', DATABRICKS_HOST__test: workspace().url };
    const { output } = await grant(outputs(env), '--jobs', jobs, '--workspace', 'test');
    expect(output).toContain('Job 102 (nightly-test): refused');
    expect(output).toContain(`--host ${workspace().url} --workspace test --client-id`);

    const pat = outputs({ DATABRICKS_AUTH_TYPE: 'azure-msi', DATABRICKS_AUTH_TYPE__test: 'pat' });
    const nothing = await grant(pat, '--workspace', 'test');
    expect(nothing.output).toBe('The app signs in with a personal access token: nothing to do.\n');
  });

  test('are named by a text', async () => {
    const wrong = join(folder.path, 'no-alias.json');
    writeFileSync(wrong, JSON.stringify({ sales: { job: '101', workspace: 7 } }));
    const { code, output } = await grantAs('admin', '--jobs', wrong);
    expect(code).toBe(1);
    expect(output).toContain('sales.workspace must be the alias of a workspace.');
  });
});
