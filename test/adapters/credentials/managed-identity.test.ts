import { readFaultRule } from '../../../local/workspace/faults/read-fault-rule';
import { type Deployment, JOB } from '../../support/azure/deployment';
import { AUDIENCES } from '../../support/azure/issuer';
import { ownDate } from '../../support/azure/own-date';
import { ownDeployment } from '../../support/azure/own-deployment';
import { problemIn, valueIn } from '../databricks/client';

let deployment: Deployment;
const time = ownDate();
ownDeployment(time, (given) => {
  deployment = given;
});

/** One that has its place in the workspace and is assigned to the app. */
async function newIdentity(): Promise<string> {
  const clientId = await deployment.newMember();
  deployment.azure.identity.assign(clientId);
  return clientId;
}

const managed = (clientId?: string) => deployment.connect({ type: 'azure-msi', clientId });
const exchanges = () => deployment.azure.identity.requests.find();

test('a user-assigned identity runs a job, with one token for all that it asks', async () => {
  const clientId = await newIdentity();
  const databricks = managed(clientId);
  const { runId } = valueIn(await databricks.runNow({ job_id: JOB }));
  time.pass(600);
  expect(valueIn(await databricks.run(runId)).state).toMatchObject({ result: 'SUCCESS' });
  expect(exchanges()).toMatchObject([
    {
      path: '/msi/token',
      query: { 'api-version': '2019-08-01', resource: AUDIENCES.databricks, client_id: clientId },
      credentials: [{ in: 'x-identity-header' }],
      status: 200,
    },
  ]);
});

test('the system-assigned identity needs no client id', async () => {
  const { identity } = deployment.azure;
  expect(problemIn(await managed().job(JOB))).toMatchObject({
    kind: 'unauthenticated',
    message: expect.stringContaining('system-assigned identity gave no token: turn it on'),
  });
  identity.systemAssigned = await deployment.newMember();
  expect(valueIn(await managed().job(JOB)).name).toBe('Sales table');
  expect(exchanges().at(-1)?.query).not.toHaveProperty('client_id');
});

test('several identities of one app do not get into the way of each other', async () => {
  const [first, second] = [managed(await newIdentity()), managed(await newIdentity())];
  valueIn(await first.job(JOB));
  valueIn(await second.job(JOB));
  const tokens = deployment.workspace.requests.find().map(({ credentials }) => credentials[0]?.fingerprint);
  expect(new Set(tokens).size).toBe(2);
});

test('an identity that is not assigned to the app is a failure that tells so', async () => {
  const clientId = await deployment.newMember();
  expect(problemIn(await managed(clientId).job(JOB))).toMatchObject({
    kind: 'unauthenticated',
    code: 'NO_TOKEN',
    message: expect.stringContaining(`managed identity ${clientId} gave no token: assign it to the app`),
  });
  expect(deployment.answered()).toEqual([]);
});

test('an identity that nobody has added to the workspace is not authorized there', async () => {
  const clientId = deployment.newContributor();
  deployment.azure.identity.assign(clientId);
  expect(problemIn(await managed(clientId).job(JOB))).toMatchObject({
    kind: 'forbidden',
    message: 'User not authorized.',
  });
});

test('an identity that only has a right to the resource shows it', async () => {
  const clientId = deployment.newContributor();
  deployment.azure.identity.assign(clientId);
  const databricks = deployment.connect({ type: 'azure-msi', clientId }, { showsResource: true });
  expect(valueIn(await databricks.job(JOB)).name).toBe('Sales table');
  expect(exchanges().map(({ query }) => query.resource)).toEqual([AUDIENCES.databricks, AUDIENCES.azure]);
});

test.each([{ status: 429, retryAfter: 1 }, { status: 500 }, { status: 503 }])(
  'an endpoint that is busy for a moment is asked again: %j',
  async (answer) => {
    const databricks = managed(await newIdentity());
    deployment.azure.identity.failWith({ route: 'GET /msi/token', times: 1, fault: { kind: 'answer', ...answer } });
    expect(valueIn(await databricks.job(JOB)).name).toBe('Sales table');
    expect(exchanges().map(({ status }) => status)).toEqual([answer.status, 200]);
  },
);

test.each([{ kind: 'answer', status: 429 }, { kind: 'answer', status: 500 }, { kind: 'reset' }])(
  'an endpoint that is out of order is one to ask later: %j',
  async (fault) => {
    const databricks = managed(await newIdentity());
    deployment.azure.identity.failWith({ route: 'GET /msi/token', fault });
    expect(problemIn(await databricks.job(JOB))).toMatchObject({ kind: 'unavailable', code: 'NO_TOKEN' });
    deployment.calm();
    expect(valueIn(await databricks.job(JOB)).name).toBe('Sales table');
  },
);

test('a token is exchanged before Databricks would refuse it, in the middle of a run', async () => {
  const databricks = managed(await newIdentity());
  const { runId } = valueIn(await databricks.runNow({ job_id: JOB }));
  for (let hour = 0; hour < 50; hour++) {
    time.pass(3600);
    valueIn(await databricks.run(runId));
  }
  expect(new Set(deployment.answered())).toEqual(new Set([200]));
  expect(exchanges().length).toBeGreaterThanOrEqual(3);
});

test('a token that is refused, and given by the platform again and again, is a failure and no storm', async () => {
  const databricks = managed(await newIdentity());
  deployment.workspace.faults.add(readFaultRule({ route: 'GET jobs/get', fault: { kind: 'answer', status: 401 } }));
  for (let look = 0; look < 20; look++) {
    expect(problemIn(await databricks.job(JOB))).toMatchObject({ kind: 'unauthenticated', code: 'UNAUTHENTICATED' });
  }
  expect(exchanges().length).toBeLessThanOrEqual(2);
  expect(deployment.answered()).toHaveLength(40);
});
