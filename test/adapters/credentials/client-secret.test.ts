import { readFaultRule } from '../../../local/workspace/faults/read-fault-rule';
import { createSignIns } from '../../../src/adapters/credentials/sign-ins';
import type { ServicePrincipal } from '../../../src/contract/workspaces/databricks-auth';
import { type Deployment, JOB } from '../../support/azure/deployment';
import { startEntra } from '../../support/azure/entra';
import { AUDIENCES } from '../../support/azure/issuer';
import { ownDate } from '../../support/azure/own-date';
import { ownDeployment } from '../../support/azure/own-deployment';
import { problemIn, valueIn } from '../databricks/client';

let deployment: Deployment;
const time = ownDate();
ownDeployment(time, (given) => {
  deployment = given;
});

/** A service principal with one secret, and how the app is set up with it. */
async function newPrincipal(clientId?: string): Promise<ServicePrincipal & { clientSecret: { value: string } }> {
  const id = clientId ?? (await deployment.newMember());
  deployment.azure.entra.addSecret(id, `first of ${id}`);
  const { tenantId } = deployment.azure.issuer;
  return { type: 'azure-client-secret', tenantId, clientId: id, clientSecret: { value: `first of ${id}` } };
}

const exchanges = () => deployment.azure.entra.requests.find({ route: 'POST /**' });

test('a service principal runs a job, with one token for all that it asks', async () => {
  const databricks = deployment.connect(await newPrincipal());
  const { runId } = valueIn(await databricks.runNow({ job_id: JOB }));
  time.pass(600);
  expect(valueIn(await databricks.run(runId)).state).toMatchObject({ result: 'SUCCESS' });
  expect(exchanges()).toMatchObject([
    {
      path: `/${deployment.azure.issuer.tenantId}/oauth2/v2.0/token`,
      body: { grant_type: 'client_credentials', scope: expect.stringContaining(`${AUDIENCES.databricks}/.default`) },
      status: 200,
    },
  ]);
});

test('a token is exchanged before Databricks would refuse it, in the middle of a run', async () => {
  const databricks = deployment.connect(await newPrincipal());
  const { runId } = valueIn(await databricks.runNow({ job_id: JOB }));
  for (let look = 0; look < 60; look++) {
    time.pass(307);
    valueIn(await databricks.run(runId));
  }
  expect(new Set(deployment.answered())).toEqual(new Set([200]));
  expect(exchanges()).toHaveLength(6);
});

describe('while Entra is out of order,', () => {
  const breakDown = (fault: object = { kind: 'answer', status: 503, form: 'empty' }) =>
    deployment.azure.entra.failWith({ route: 'POST /**', fault });

  test('a token that still works does, as long as Databricks takes it', async () => {
    const databricks = deployment.connect(await newPrincipal());
    valueIn(await databricks.job(JOB));
    breakDown();
    time.pass(3599 - 119);
    for (let look = 0; look < 8; look++) {
      valueIn(await databricks.job(JOB));
      time.pass(10);
    }
    time.pass(20);
    expect(problemIn(await databricks.job(JOB))).toMatchObject({ kind: 'unavailable', code: 'NO_TOKEN' });
    deployment.calm();
    time.pass(61);
    expect(valueIn(await databricks.job(JOB)).name).toBe('Sales table');
  });

  test.each([
    { kind: 'answer', status: 503, form: 'empty' },
    { kind: 'answer', status: 429, form: 'empty' },
    { kind: 'answer', status: 502, form: 'htmlTitle' },
    { kind: 'reset' },
  ])('it is one to ask later, also when it is asked again at once: %j', async (fault) => {
    const databricks = deployment.connect(await newPrincipal());
    breakDown(fault);
    const later = { kind: 'unavailable', code: 'NO_TOKEN' };
    expect(problemIn(await databricks.job(JOB))).toMatchObject(later);
    deployment.calm();
    const again = await databricks.job(JOB);
    if (!again.ok) expect(again.problem).toMatchObject(later);
    time.pass(61);
    expect(valueIn(await databricks.job(JOB)).name).toBe('Sales table');
  });
});

describe('a secret in Key Vault', () => {
  async function inVault() {
    const { identity, vault } = deployment.azure;
    const reader = await deployment.newMember();
    identity.assign(reader);
    vault.letIn(reader);
    const { clientId, clientSecret, ...principal } = await newPrincipal();
    const name = `secret-of-${clientId}`;
    vault.put(name, clientSecret.value);
    const url = vault.secretUrl(name);
    const databricks = deployment.connect({
      ...principal,
      clientId,
      clientSecret: { url, identity: { type: 'azure-msi', clientId: reader } },
    });
    return { databricks, clientId, name, first: clientSecret.value };
  }

  test('that is exchanged is used for the next token, without a restart', async () => {
    const { databricks, clientId, name, first } = await inVault();
    const { runId } = valueIn(await databricks.runNow({ job_id: JOB }));
    deployment.azure.entra.addSecret(clientId, 'second');
    deployment.azure.vault.put(name, 'second');
    deployment.azure.entra.removeSecret(clientId, first);
    valueIn(await databricks.run(runId));
    time.pass(3600);
    valueIn(await databricks.run(runId));
    expect(exchanges().map(({ status }) => status)).toEqual([200, 200]);
    const [before, after] = exchanges().map(({ body }) => (body as Record<string, string>).client_secret);
    expect(before).not.toBe(after);
  });

  test('that is disabled is told with the setting that names it', async () => {
    const { databricks, name } = await inVault();
    deployment.azure.vault.disable(name);
    expect(problemIn(await databricks.job(JOB))).toMatchObject({
      kind: 'unauthenticated',
      message: expect.stringMatching(/the secret that ARM_CLIENT_SECRET_URL names.*HTTP 403, Forbidden/),
    });
    expect(exchanges()).toEqual([]);
  });

  test('that can not be read for a while leaves a token in use', async () => {
    const { databricks } = await inVault();
    valueIn(await databricks.job(JOB));
    deployment.azure.vault.throttle(100);
    time.pass(3599 - 119);
    valueIn(await databricks.job(JOB));
    expect(deployment.azure.vault.requests.find({ status: 429 })).toHaveLength(1);
  });
});

describe('a refusal of Entra is told by its number, and with what to do:', () => {
  const advice = 'correct ARM_TENANT_ID and ARM_CLIENT_ID, and see that its client secret is right and has not expired';

  test.each([
    ['a wrong secret', async () => ({ ...(await newPrincipal()), clientSecret: { value: 'wrong' } }), 'AADSTS7000215'],
    [
      'a secret that has expired',
      async () => {
        const principal = await newPrincipal();
        deployment.azure.entra.expireSecret(principal.clientId, principal.clientSecret.value);
        return principal;
      },
      'AADSTS7000222',
    ],
    [
      'an application that is not there',
      async () => ({ ...(await newPrincipal()), clientId: 'nobody' }),
      'AADSTS700016',
    ],
    ['a tenant that is not there', async () => ({ ...(await newPrincipal()), tenantId: 'nowhere' }), 'AADSTS90002'],
  ])('%s', async (_what, prepare, code) => {
    const principal = await prepare();
    const problem = problemIn(await deployment.connect(principal).job(JOB));
    expect(problem).toMatchObject({ kind: 'unauthenticated', code: 'NO_TOKEN' });
    expect(problem.message).toContain(advice);
    expect(problem.message).toContain(code);
    expect(JSON.stringify(problem)).not.toContain(principal.clientSecret.value);
  });
});

describe('a right to the resource', () => {
  test('is shown by a second token, and both are exchanged in time', async () => {
    const principal = await newPrincipal(deployment.newContributor());
    expect(problemIn(await deployment.connect(principal).job(JOB))).toMatchObject({ kind: 'forbidden' });
    deployment.calm();
    const databricks = deployment.connect(principal, { showsResource: true });
    for (let look = 0; look < 20; look++) {
      valueIn(await databricks.job(JOB));
      time.pass(600);
    }
    expect(new Set(deployment.answered())).toEqual(new Set([200]));
    const scopes = exchanges().map(({ body }) => (body as Record<string, string>).scope?.split(' ')[0]);
    expect(new Set(scopes)).toEqual(new Set([`${AUDIENCES.databricks}/.default`, `${AUDIENCES.azure}/.default`]));
  });
});

describe('200 runs that meet a refused token', () => {
  const look200 = (databricks: ReturnType<Deployment['connect']>, runId: string) =>
    Promise.all(Array.from({ length: 200 }, () => databricks.run(runId)));

  test('ask Entra once, if it was the end of that token', async () => {
    const databricks = deployment.connect(await newPrincipal());
    const { runId } = valueIn(await databricks.runNow({ job_id: JOB }));
    time.pass(3600);
    deployment.calm();
    const looks = await look200(databricks, runId);
    expect(looks.every(({ ok }) => ok)).toBe(true);
    expect(exchanges()).toHaveLength(1);
    expect(deployment.answered()).toHaveLength(200);
  });

  test('do not ask Entra at all, while the package still has that token', async () => {
    const databricks = deployment.connect(await newPrincipal());
    const { runId } = valueIn(await databricks.runNow({ job_id: JOB }));
    deployment.calm();
    deployment.workspace.faults.add(
      readFaultRule({ route: 'GET jobs/runs/get', fault: { kind: 'answer', status: 401 } }),
    );
    const looks = await look200(databricks, runId);
    expect(looks.every((look) => !look.ok && look.problem.kind === 'unauthenticated')).toBe(true);
    expect(exchanges()).toHaveLength(0);
    expect(deployment.answered()).toHaveLength(400);
  });
});

test.each([
  ['adb-1.2.databricks.azure.us', 'login.microsoftonline.us', AUDIENCES.azureOfTheUs],
  ['adb-1.2.databricks.azure.cn', 'login.partner.microsoftonline.cn', AUDIENCES.azureOfChina],
])('for %s the sign-in of its cloud is asked: %s', async (host, login, management) => {
  const { issuer } = deployment.azure;
  const entra = await startEntra(issuer, { names: [login] });
  deployment.azure.route(entra.routes);
  const auth = await newPrincipal();
  entra.addSecret(auth.clientId, auth.clientSecret.value);
  const { token, resource } = createSignIns({ now: Date.now })({ host: `https://${host}`, auth, resourceId: 'r' });
  expect(valueIn(await token())).toMatch(/^eyJ/);
  expect(await resource?.token()).toMatchObject({ ok: true });
  const scopes = entra.requests.find().map(({ body }) => (body as Record<string, string>).scope?.split(' ')[0]);
  expect(scopes).toEqual([`${AUDIENCES.databricks}/.default`, `${management}/.default`]);
  await entra.stop();
});
