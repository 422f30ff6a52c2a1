import { readFaultRule } from '../../../local/workspace/faults/read-fault-rule';
import type { AzureIdentity } from '../../../src/contract/workspaces/databricks-auth';
import { type Deployment, JOB } from '../../support/azure/deployment';
import { ownDate } from '../../support/azure/own-date';
import { ownDeployment } from '../../support/azure/own-deployment';
import { problemIn, valueIn } from '../databricks/client';

let identity: AzureIdentity;
let deployment: Deployment;
const time = ownDate();
ownDeployment(time, (given) => {
  deployment = given;
});
beforeAll(async () => {
  const { identity: ofApp, vault } = deployment.azure;
  const clientId = await deployment.newMember();
  identity = { type: 'azure-msi', clientId };
  ofApp.assign(clientId);
  vault.letIn(clientId);
});

let count = 0;

/** A secret of its own, with a token in it that the workspace knows. */
function newSecret() {
  const { vault } = deployment.azure;
  const { tokens } = deployment.workspace;
  count += 1;
  const [name, first] = [`databricks-${count}`, `dapi${count}a`];
  tokens.add({ kind: 'token', text: first });
  const version = vault.put(name, first);
  const rotate = () => {
    const next = `dapi${count}b`;
    tokens.add({ kind: 'token', text: next });
    vault.put(name, next);
  };
  return { name, first, version, rotate };
}

const connect = (name: string, version?: string) =>
  deployment.connect({ type: 'pat', token: { url: deployment.azure.vault.secretUrl(name, version), identity } });
const reads = () => deployment.azure.vault.requests.find().map(({ status }) => status);

test('the token is read once, after the vault has told where to show who asks', async () => {
  const { name } = newSecret();
  const databricks = connect(name);
  expect(valueIn(await databricks.job(JOB)).name).toBe('Sales table');
  valueIn(await databricks.job(JOB));
  expect(reads()).toEqual([401, 200]);
  const [first, second] = deployment.azure.vault.requests.find();
  expect(first?.credentials).toEqual([]);
  expect(second?.credentials).toMatchObject([{ in: 'authorization', scheme: 'Bearer' }]);
});

test('a token that is exchanged in the vault is used within ten minutes, while the old one still works', async () => {
  const { name, rotate } = newSecret();
  const databricks = connect(name);
  const tokenUsed = async () => {
    valueIn(await databricks.job(JOB));
    return deployment.workspace.requests.find().at(-1)?.credentials[0]?.fingerprint;
  };
  const old = await tokenUsed();
  rotate();
  time.pass(599);
  expect(await tokenUsed()).toBe(old);
  time.pass(1);
  expect(await tokenUsed()).not.toBe(old);
});

test('a token that was revoked is exchanged at once, in the middle of a run and without a restart', async () => {
  const { name, first, rotate } = newSecret();
  const databricks = connect(name);
  const { runId } = valueIn(await databricks.runNow({ job_id: JOB }));
  rotate();
  deployment.workspace.tokens.revoke(first);
  valueIn(await databricks.run(runId));
  expect(deployment.answered()).toEqual([200, 403, 200]);
});

test('a version that is named stays, whatever comes after it', async () => {
  const { name, version, first, rotate } = newSecret();
  rotate();
  const databricks = connect(name, version);
  valueIn(await databricks.job(JOB));
  deployment.workspace.tokens.revoke(first);
  expect(problemIn(await databricks.job(JOB))).toMatchObject({ kind: 'unauthenticated' });
});

test('200 runs that meet a revoked token read the vault once', async () => {
  const { name, first, rotate } = newSecret();
  const databricks = connect(name);
  const { runId } = valueIn(await databricks.runNow({ job_id: JOB }));
  rotate();
  deployment.workspace.tokens.revoke(first);
  deployment.calm();
  const looks = await Promise.all(Array.from({ length: 200 }, () => databricks.run(runId)));
  expect(looks.every(({ ok }) => ok)).toBe(true);
  expect(reads()).toEqual([401, 200]);
});

describe('is told, with what to do:', () => {
  const advised = async (name: string) => problemIn(await connect(name).job(JOB));
  const role = /give the identity of the app the role Key Vault Secrets User.*\(HTTP 403, Forbidden/;

  test('a secret that is not there', async () => {
    expect(await advised('nothing')).toMatchObject({
      kind: 'unauthenticated',
      message: expect.stringMatching(
        /DATABRICKS_TOKEN_SECRET.*create it, or correct the URL.*HTTP 404, SecretNotFound/,
      ),
    });
  });

  test('a secret that is disabled', async () => {
    const { name } = newSecret();
    deployment.azure.vault.disable(name);
    const problem = await advised(name);
    expect(problem).toMatchObject({ kind: 'unauthenticated', message: expect.stringMatching(role) });
    expect(problem.message).toContain('see that the secret is enabled');
  });

  test('a vault that does not let the identity in', async () => {
    const { name } = newSecret();
    const clientId = await deployment.newMember();
    deployment.azure.identity.assign(clientId);
    const url = deployment.azure.vault.secretUrl(name);
    const databricks = deployment.connect({ type: 'pat', token: { url, identity: { type: 'azure-msi', clientId } } });
    expect(problemIn(await databricks.job(JOB)).message).toMatch(role);
  });

  test('a firewall', async () => {
    const { name } = newSecret();
    deployment.azure.vault.isShut = true;
    const problem = await advised(name);
    deployment.azure.vault.isShut = false;
    expect(problem).toMatchObject({
      kind: 'unauthenticated',
      message: expect.stringContaining('firewall of the vault'),
    });
  });

  test('a vault of another name', async () => {
    const url = 'https://no-such-vault.vault.azure.net/secrets/databricks';
    const problem = problemIn(await deployment.connect({ type: 'pat', token: { url, identity } }).job(JOB));
    expect(problem).toMatchObject({
      kind: 'unavailable',
      message: expect.stringMatching(/names the right vault.*ENOTFOUND/),
    });
  });

  test('an identity that is not assigned to the app', async () => {
    const { name } = newSecret();
    const url = deployment.azure.vault.secretUrl(name);
    const clientId = await deployment.newMember();
    const databricks = deployment.connect({ type: 'pat', token: { url, identity: { type: 'azure-msi', clientId } } });
    expect(problemIn(await databricks.job(JOB)).message).toContain(`The managed identity ${clientId} gave no token`);
  });
});

describe('a vault that is asked too often', () => {
  test('is asked later, and then gives the token', async () => {
    const { name } = newSecret();
    const databricks = connect(name);
    deployment.azure.vault.throttle(1);
    expect(problemIn(await databricks.job(JOB))).toMatchObject({
      kind: 'unavailable',
      message: expect.stringContaining('HTTP 429'),
    });
    expect(valueIn(await databricks.job(JOB)).name).toBe('Sales table');
  });

  test('does not stop those who still have a token that works', async () => {
    const { name } = newSecret();
    const databricks = connect(name);
    valueIn(await databricks.job(JOB));
    time.pass(3600);
    deployment.azure.vault.throttle(100);
    for (let look = 0; look < 5; look++) valueIn(await databricks.job(JOB));
    expect(deployment.azure.vault.requests.find({ status: 429 })).toHaveLength(1);
  });

  test('stops those whose token was revoked, for as long as it lasts', async () => {
    const { name, first, rotate } = newSecret();
    const databricks = connect(name);
    valueIn(await databricks.job(JOB));
    rotate();
    deployment.workspace.tokens.revoke(first);
    deployment.azure.vault.throttle(1);
    expect(problemIn(await databricks.job(JOB))).toMatchObject({ kind: 'unavailable', code: 'NO_TOKEN' });
    expect(valueIn(await databricks.job(JOB)).name).toBe('Sales table');
  });
});

test('nothing that the vault has told stands in a problem', async () => {
  const { name, first } = newSecret();
  const databricks = connect(name);
  deployment.workspace.faults.add(
    readFaultRule({
      route: 'GET jobs/get',
      fault: { kind: 'answer', status: 403, message: `Invalid access token ${first}` },
    }),
  );
  expect(JSON.stringify(problemIn(await databricks.job(JOB)))).not.toContain(first);
});
