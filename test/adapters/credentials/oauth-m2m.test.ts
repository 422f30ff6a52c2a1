import { readFaultRule } from '../../../local/workspace/faults/read-fault-rule';
import { createSignIns } from '../../../src/adapters/credentials/sign-ins';
import type { Secret } from '../../../src/contract/workspaces/databricks-auth';
import { type Deployment, JOB, WORKSPACE_HOST } from '../../support/azure/deployment';
import { ownDate } from '../../support/azure/own-date';
import { ownDeployment } from '../../support/azure/own-deployment';
import { problemIn, valueIn } from '../databricks/client';

let deployment: Deployment;
const time = ownDate();
ownDeployment(time, (given) => {
  deployment = given;
});
afterEach(() => {
  Object.assign(deployment.workspace.settings, { oauthLifetimeSeconds: 3600, expiredToken: 'invalid403' });
});

const EXCHANGE = 'POST /oidc/v1/token';
const exchanges = () => deployment.workspace.requests.find({ route: EXCHANGE });
const looks = () => deployment.workspace.requests.find({ route: 'GET jobs/**' }).map(({ status }) => status);

/** A member of the workspace with an OAuth secret. */
async function newMachine() {
  const clientId = await deployment.newMember();
  const secret = `dose-of-${clientId}`;
  deployment.workspace.tokens.add({ kind: 'secret', text: secret, user: clientId });
  return { clientId, secret };
}

const connect = (clientId: string, clientSecret: Secret) =>
  deployment.connect({ type: 'oauth-m2m', clientId, clientSecret });

async function connected() {
  const { clientId, secret } = await newMachine();
  return { clientId, secret, databricks: connect(clientId, { value: secret }) };
}

/** The clock of the workspace goes on, and that of the app does not. */
const endAllTokens = () => deployment.workspace.clock.advance(3_600_000);

test('a service principal runs a job, with one token for all that it asks', async () => {
  const { databricks } = await connected();
  const { runId } = valueIn(await databricks.runNow({ job_id: JOB }));
  time.pass(600);
  expect(valueIn(await databricks.run(runId)).state).toMatchObject({ result: 'SUCCESS' });
  expect(exchanges()).toMatchObject([
    {
      body: { grant_type: 'client_credentials', scope: 'all-apis' },
      credentials: [{ in: 'authorization', scheme: 'Basic' }],
      status: 200,
    },
  ]);
});

test('the secret goes to where tokens are given, and nowhere else', async () => {
  const { databricks } = await connected();
  valueIn(await databricks.job(JOB));
  const shown = deployment.workspace.requests.find().map(({ path, credentials }) => [path, credentials[0]?.scheme]);
  expect(shown).toEqual([
    ['/oidc/v1/token', 'Basic'],
    ['/api/2.2/jobs/get', 'Bearer'],
  ]);
});

describe('a token', () => {
  test('is exchanged before Databricks would refuse it, in the middle of a run', async () => {
    const { databricks } = await connected();
    const { runId } = valueIn(await databricks.runNow({ job_id: JOB }));
    for (let look = 0; look < 60; look++) {
      time.pass(307);
      valueIn(await databricks.run(runId));
    }
    expect(new Set(looks())).toEqual(new Set([200]));
    expect(exchanges()).toHaveLength(6);
  });

  test.each(['invalid403', 'expired401', 'jwt400'] as const)(
    'that ends sooner than it was said is exchanged at once, however that is told: %s',
    async (expiredToken) => {
      const { databricks } = await connected();
      deployment.workspace.settings.expiredToken = expiredToken;
      const { runId } = valueIn(await databricks.runNow({ job_id: JOB }));
      await endAllTokens();
      valueIn(await databricks.run(runId));
      expect(exchanges()).toHaveLength(2);
      expect(looks()).toEqual([{ invalid403: 403, expired401: 401, jwt400: 400 }[expiredToken], 200]);
    },
  );

  test('that lives for less than the lead of two minutes is asked for each time, and works', async () => {
    deployment.workspace.settings.oauthLifetimeSeconds = 60;
    const { databricks } = await connected();
    for (let look = 0; look < 5; look++) {
      valueIn(await databricks.job(JOB));
      time.pass(31);
    }
    expect(new Set(looks())).toEqual(new Set([200]));
  });

  test('that still works does, while no other is given', async () => {
    const { databricks } = await connected();
    valueIn(await databricks.job(JOB));
    deployment.workspace.faults.add(readFaultRule({ route: EXCHANGE, fault: { kind: 'answer', status: 503 } }));
    time.pass(3600 - 119);
    for (let look = 0; look < 8; look++) {
      valueIn(await databricks.job(JOB));
      time.pass(10);
    }
    time.pass(20);
    expect(problemIn(await databricks.job(JOB))).toMatchObject({ kind: 'unavailable', code: 'NO_TOKEN' });
    deployment.calm();
    expect(valueIn(await databricks.job(JOB)).name).toBe('Sales table');
  });
});

test('200 runs that meet the end of a token exchange it once', async () => {
  const { databricks } = await connected();
  const { runId } = valueIn(await databricks.runNow({ job_id: JOB }));
  await endAllTokens();
  const answers = await Promise.all(Array.from({ length: 200 }, () => databricks.run(runId)));
  expect(answers.every(({ ok }) => ok)).toBe(true);
  expect(exchanges()).toHaveLength(2);
  expect(looks().filter((status) => status === 200)).toHaveLength(200);
});

describe('a secret in Key Vault', () => {
  async function inVault() {
    const { identity, vault } = deployment.azure;
    const reader = await deployment.newMember();
    identity.assign(reader);
    vault.letIn(reader);
    const { clientId, secret } = await newMachine();
    const name = `secret-of-${clientId}`;
    vault.put(name, `${secret}\n`);
    const url = vault.secretUrl(name);
    const databricks = connect(clientId, { url, identity: { type: 'azure-msi', clientId: reader } });
    return { databricks, clientId, secret, name };
  }

  test('that is exchanged is used for the next token, without a restart', async () => {
    const { databricks, clientId, secret, name } = await inVault();
    const { runId } = valueIn(await databricks.runNow({ job_id: JOB }));
    deployment.workspace.tokens.add({ kind: 'secret', text: 'dose-of-next', user: clientId });
    deployment.azure.vault.put(name, 'dose-of-next');
    deployment.workspace.tokens.revoke(secret);
    valueIn(await databricks.run(runId));
    time.pass(3600);
    valueIn(await databricks.run(runId));
    expect(exchanges().map(({ status }) => status)).toEqual([200, 200]);
  });

  test.each([
    ['not there', 404, (name: string) => deployment.azure.vault.remove(name)],
    ['disabled', 403, (name: string) => deployment.azure.vault.disable(name)],
  ])('that is %s is told with the setting that names it', async (_what, status, change) => {
    const { databricks, name } = await inVault();
    change(name);
    const problem = problemIn(await databricks.job(JOB));
    expect(problem).toMatchObject({ kind: 'unauthenticated', code: 'NO_TOKEN' });
    expect(problem.message).toContain('DATABRICKS_CLIENT_SECRET_URL');
    expect(problem.message).toContain(`HTTP ${status}`);
    expect(exchanges()).toEqual([]);
  });
});

describe('a workspace that gives no token', () => {
  test('because the secret is wrong is told, with what to do', async () => {
    const { clientId } = await newMachine();
    const problem = problemIn(await connect(clientId, { value: 'dose-of-nobody' }).job(JOB));
    expect(problem).toMatchObject({ kind: 'unauthenticated', code: 'NO_TOKEN' });
    expect(problem.message).toBe(
      `The workspace gave the service principal ${clientId} no token: add it to the workspace, and see that its OAuth ` +
        'secret is right and has not expired (HTTP 401, invalid_client)',
    );
    expect(looks()).toEqual([]);
  });

  test.each([
    [{ kind: 'answer', status: 429 }, 'unavailable'],
    [{ kind: 'answer', status: 503, form: 'htmlTitle' }, 'unavailable'],
    [{ kind: 'answer', status: 200, form: 'htmlTitle' }, 'unavailable'],
    [{ kind: 'redirect' }, 'unavailable'],
    [{ kind: 'reset' }, 'unavailable'],
    [{ kind: 'cut' }, 'unavailable'],
    [{ kind: 'truncate' }, 'unavailable'],
    [{ kind: 'answer', status: 400, body: '{"error": "invalid_scope"}' }, 'unauthenticated'],
  ])('but answers with %j is %s', async (fault, kind) => {
    const { databricks, secret } = await connected();
    deployment.workspace.faults.add(readFaultRule({ route: EXCHANGE, when: 'after', fault }));
    const problem = problemIn(await databricks.job(JOB));
    expect(problem).toMatchObject({ kind, code: 'NO_TOKEN' });
    expect(JSON.stringify(problem)).not.toContain(secret);
    deployment.calm();
    expect(valueIn(await databricks.job(JOB)).name).toBe('Sales table');
  });

  test('and says nothing is not waited for', async () => {
    const { clientId, secret } = await newMachine();
    deployment.workspace.faults.add(readFaultRule({ route: EXCHANGE, fault: { kind: 'stall', sent: 'nothing' } }));
    const host = `https://${WORKSPACE_HOST}`;
    const auth = { type: 'oauth-m2m', clientId, clientSecret: { value: secret } } as const;
    const { token } = createSignIns({ now: Date.now, longestWaitMs: 200 })({ host, auth });
    expect(problemIn(await token())).toMatchObject({ kind: 'unavailable', code: 'NO_TOKEN' });
  });
});
