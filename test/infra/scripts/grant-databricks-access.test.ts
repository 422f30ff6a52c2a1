import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readFaultRule } from '../../../local/workspace/faults/read-fault-rule';
import { posixOnly } from '../../support/posix-only';
import { APPLICATION, setUpGranting } from '../support/granting';

const { folder, workspace, outputs, grant, grantAs, startAsTheApp } = setUpGranting();

const changes = () =>
  workspace()
    .requests.find()
    .filter(({ method }) => method !== 'GET');

describe('an admin of the workspace', () => {
  test('gives the identity its place and its jobs, and the second time everything is already so', async () => {
    expect(await startAsTheApp(101)).toBe(403);
    const first = await grantAs('admin');
    expect(first).toEqual({
      code: 0,
      output: [
        `Workspace: ${workspace().url}`,
        `Identity: id-runner (${APPLICATION})`,
        'Service principal: added, with workspace-access',
        'Job 101 (sales, sales-north): has CAN_MANAGE_RUN now',
        'Job 102 (nightly): has CAN_MANAGE_RUN now',
        '',
      ].join('\n'),
    });
    expect([await startAsTheApp(101), await startAsTheApp(102), await startAsTheApp(103)]).toEqual([200, 200, 403]);

    workspace().requests.clear();
    const second = await grantAs('admin', '--strict');
    expect(second.code).toBe(0);
    expect(second.output).toContain('Service principal: already there, with workspace-access');
    expect(second.output).toContain('Job 101 (sales, sales-north): already CAN_MANAGE_RUN');
    expect(changes()).toEqual([]);
  });

  test('gives workspace-access to a service principal that is there without it', async () => {
    await fetch(`${workspace().url}/api/2.0/preview/scim/v2/ServicePrincipals`, {
      method: 'POST',
      headers: { authorization: 'Bearer dapi-admin' },
      body: JSON.stringify({ applicationId: APPLICATION }),
    });
    expect((await grantAs('admin')).output).toContain('was there, and has workspace-access now');
    expect((await grantAs('admin')).output).toContain('already there, with workspace-access');
  });

  test('sees with --dry-run what would be done, and nothing is', async () => {
    const { code, output } = await grantAs('admin', '--dry-run');
    expect(code).toBe(0);
    expect(output).toContain('Service principal: would be added, with workspace-access');
    expect(output).toContain('Job 102 (nightly): would get CAN_MANAGE_RUN');
    expect(changes()).toEqual([]);
  });

  test('is told of a job that is not in the workspace, in both ways in which Databricks may say so', async () => {
    const wrong = join(folder.path, 'wrong.json');
    writeFileSync(wrong, JSON.stringify({ gone: { job: '5' } }));
    for (const spelling of ['first', 'second']) {
      const { code, output } = await grantAs('admin', '--jobs', wrong);
      expect({ spelling, code }).toEqual({ spelling, code: 0 });
      expect(output).toContain('Job 5 (gone): is not in this workspace');
      expect(output).toContain('1. Whoever deploys corrects the job catalog');
      const message = 'Job 5 does not exist.';
      const fault = { kind: 'answer', status: 400, code: 'INVALID_PARAMETER_VALUE', message };
      workspace().faults.add(readFaultRule({ route: 'GET permissions/**', fault }));
    }
  });
});

describe('who is not an admin', () => {
  test('is told who has to do what, and how, and the deployment goes on', async () => {
    const { code, output } = await grantAs('person');
    expect(code).toBe(0);
    expect(output).toContain('Service principal: refused (403: User person@x is not an admin of this workspace.)');
    expect(output).toContain('Job 101 (sales, sales-north): refused (403: person@x does not have Manage permissions');
    expect(output).toContain('1. An admin of the workspace adds the identity as a service principal.');
    expect(output).toContain(`${workspace().url}/settings/workspace/identity-and-access/service-principals`);
    expect(output).toContain(
      '2. An admin of the workspace, or whoever owns or manages job 101, lets the identity run it.',
    );
    expect(output).toContain('3. An admin');
    expect(changes()).toEqual([]);
  });

  test('ends badly with --strict', async () => {
    expect((await grantAs('person', '--strict')).code).toBe(1);
  });

  test('does what they may where they manage a job, and the rest is left', async () => {
    const unknown = await grantAs('manager');
    expect(unknown.output).toContain(`refused (404: Principal: ServicePrincipalName(${APPLICATION}) does not exist)`);

    const { output } = await grantAs('manager');
    const place = /curl -X POST '(\S+)' .* -d '(.+)'/.exec(output);
    const [, url = '', body = ''] = place ?? [];
    expect((await fetch(url, { method: 'POST', headers: { authorization: 'Bearer dapi-admin' }, body })).status).toBe(
      201,
    );
    const after = await grantAs('manager');
    expect(after.output).toContain('Job 101 (sales, sales-north): has CAN_MANAGE_RUN now');
    expect(after.output).toContain('Job 102 (nightly): refused (403');
    expect(await startAsTheApp(101)).toBe(200);

    const job = /curl -X PATCH '(\S+)' .* -d '(.+)'/.exec(after.output);
    const [, jobUrl = '', grantBody = ''] = job ?? [];
    const headers = { authorization: 'Bearer dapi-admin' };
    expect((await fetch(jobUrl, { method: 'PATCH', headers, body: grantBody })).status).toBe(200);
    expect(await startAsTheApp(102)).toBe(200);
  });
});

describe('where nothing can be done at all, it says why and what is left', () => {
  test.each([
    ['a wrong token', { DATABRICKS_TOKEN: 'dapi-wrong' }, 'does not accept the token (403: Invalid access token.)'],
    ['a stranger', { DATABRICKS_TOKEN: 'entra-app' }, /does not accept the token \(403: .*User not authorized/],
    ['no Azure CLI', {}, 'The Azure CLI (az) is not installed, and DATABRICKS_TOKEN is not set.'],
    ['nobody there', { DATABRICKS_TOKEN: 'x', DATABRICKS_HOST: 'http://127.0.0.1:9' }, "can't be reached"],
  ])('%s', async (_what, env, why) => {
    const { code, output } = await grant(outputs(env));
    expect(code).toBe(0);
    expect(output).toMatch(why);
    expect(output).toContain('Job 102 (nightly): not tried');
    expect(output).toContain('1. An admin of the workspace adds the identity');
    expect((await grant(outputs(env), '--strict')).code).toBe(1);
  });

  test('a workspace behind a private link', async () => {
    workspace().faults.add(readFaultRule({ route: '* /**', fault: { kind: 'redirect' } }));
    const { code, output } = await grantAs('admin');
    expect(code).toBe(0);
    expect(output).toContain('did not answer as a workspace does: is it open to this machine (private link)?');
  });

  test('a workspace in trouble is named with its own words', async () => {
    const fault = { kind: 'answer', status: 503, form: 'htmlTitle', message: 'Try again later' };
    workspace().faults.add(readFaultRule({ route: '* /**', fault }));
    const { code, output } = await grantAs('admin');
    expect(code).toBe(0);
    expect(output).toContain('Service principal: refused (503: Error 503 Try again later)');
  });
});

describe('it has nothing to do, or cannot know what', () => {
  test('where the app signs in with a token', async () => {
    const { code, output } = await grant({ PATH: '', DATABRICKS_AUTH_TYPE: 'pat' });
    expect({ code, output }).toEqual({
      code: 0,
      output: 'The app signs in with a personal access token: nothing to do.\n',
    });
  });

  test.each([
    ['another host, which must not get a token', ['--host', 'https://example.com'], '--host'],
    ['a host that only looks like one', ['--host', 'https://adb-1.2.azuredatabricks.net.example.com'], '--host'],
    ['no client id', ['--client-id', 'id-runner'], '--client-id'],
    ['an unknown option', ['--force'], "Unknown option '--force'"],
    ['no catalog', ['--jobs', join(folder.path, 'none.json')], "none.json can't be read"],
  ])('%s', async (_what, args, why) => {
    const { code, output } = await grant(outputs({ DATABRICKS_TOKEN: 'dapi-admin' }), ...args);
    expect(code).toBe(1);
    expect(output).toContain(why);
    expect(workspace().requests.find()).toEqual([]);
  });

  test('asked for help', async () => {
    const { code, output } = await grant({ PATH: '' }, '--help');
    expect(code).toBe(0);
    for (const option of ['--host', '--workspace', '--client-id', '--name', '--jobs', '--dry-run', '--strict'])
      expect(output).toContain(`  ${option} `);
  });
});

test('no answer of it holds the token', async () => {
  const message = 'dapi-admin is not welcome';
  workspace().faults.add(readFaultRule({ route: '* /**', fault: { kind: 'answer', status: 403, message } }));
  const { output } = await grantAs('admin');
  expect(output).toContain('refused (403: *** is not welcome)');
  expect(output).not.toContain('dapi-admin');
});

posixOnly('a script cannot stand for a program there', () => {
  describe('the login of the Azure CLI', () => {
    const bin = join(folder.path, 'bin');
    const withAz = (script: string) => {
      mkdirSync(bin, { recursive: true });
      writeFileSync(join(bin, 'az'), `#!/bin/sh\n${script}\n`);
      chmodSync(join(bin, 'az'), 0o755);
      return grant({ ...outputs(), PATH: `${bin}:/usr/bin:/bin` });
    };

    test('is used without a token in the environment', async () => {
      const asked = 'account get-access-token --resource 2ff814a6-3304-4ab8-85cb-cd0e6f879c1d --output json';
      const { code, output } = await withAz(`[ "$*" = "${asked}" ] && echo '{"accessToken": "dapi-admin"}'`);
      expect(code).toBe(0);
      expect(output).toContain('Service principal: added');
      expect(output).not.toContain('dapi-admin');
    });

    test.each([
      ['is missing', 'echo "ERROR: Please run \'az login\' to setup account." >&2; exit 1'],
      ['gives something else', 'echo hello'],
    ])('%s', async (_what, script) => {
      const { code, output } = await withAz(script);
      expect(code).toBe(0);
      expect(output).toContain('run `az login`');
      expect(output).toContain('1. An admin of the workspace adds the identity');
    });
  });
});
