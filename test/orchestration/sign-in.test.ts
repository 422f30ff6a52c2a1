import { randomUUID } from 'node:crypto';
import { DEMO_TOKEN } from '../../local/workspace/access';
import type { WorkspaceSettings } from '../../local/workspace/settings';
import { createSignIns } from '../../src/adapters/credentials/sign-ins';
import { createDatabricks } from '../../src/adapters/databricks/databricks';
import { jobThatTakes } from '../support/made-up-job';
import { oneWorkspace } from '../support/one-workspace';
import { runWorld } from '../support/run-world';
import { ownTime, type VirtualClock } from '../support/virtual-clock';
import { transportTo } from '../support/workspace-transport';

const HOST = 'https://adb-1.2.azuredatabricks.net';
const HOUR = 3600;

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

/** The whole app, which signs in as a service principal whose OAuth secret is in a vault. */
async function signedInWorld(seconds: number, settings: Partial<WorkspaceSettings> = {}) {
  const world = runWorld({ clock, scenarios: [jobThatTakes(seconds)] });
  const { handle, tokens } = world.workspace;
  Object.assign(world.workspace.settings, settings);
  const clientId = randomUUID();
  const asAdmin = (method: string, path: string, body: object) =>
    handle({
      method,
      path: `/api/2.0/${path}`,
      query: '',
      headers: { authorization: `Bearer ${DEMO_TOKEN}` },
      body: Buffer.from(JSON.stringify(body)),
    });
  await asAdmin('POST', 'preview/scim/v2/ServicePrincipals', { applicationId: clientId });
  const mayRun = [{ service_principal_name: clientId, permission_level: 'CAN_MANAGE_RUN' }];
  await asAdmin('PATCH', `permissions/jobs/${world.jobId}`, { access_control_list: mayRun });
  const vault = { secret: 'dose-first', reads: 0 };
  tokens.add({ kind: 'secret', text: vault.secret, user: clientId });

  const transport = transportTo(handle);
  const now = () => clock.now();
  const credentials = createSignIns({
    now,
    transport,
    readSecret: async () => {
      vault.reads += 1;
      return vault.secret;
    },
  })({
    host: HOST,
    auth: {
      type: 'oauth-m2m',
      clientId,
      clientSecret: { url: 'https://my-vault.vault.azure.net/secrets/a', identity: { type: 'azure-msi' } },
    },
  });
  const databricks = createDatabricks({ host: HOST, ...credentials, now, version: 'test', transport });
  Object.assign(world.app, { workspaces: oneWorkspace(databricks) });

  const asked = (pattern: RegExp) => transport.requests.filter(({ path }) => pattern.test(path));
  return {
    ...world,
    vault,
    begin: (more: object = {}) => world.start({ job: world.jobId, ...more }),
    /** Puts another secret into the vault, and makes the one before worthless. */
    rotate() {
      const old = vault.secret;
      vault.secret = `dose-${randomUUID()}`;
      tokens.add({ kind: 'secret', text: vault.secret, user: clientId });
      tokens.revoke(old);
    },
    /** All tokens that were given out are over, sooner than it was said. */
    endTokens() {
      for (const { headers } of asked(/^\/api\//)) tokens.expire(headers.authorization?.replace('Bearer ', '') ?? '');
    },
    exchanges: () => asked(/^\/oidc\/v1\/token$/).length,
    looks: () => asked(/\/runs\/get$/).length,
    starts: () => asked(/\/run-now$/).length,
  };
}

test('a run that outlives five tokens does not notice it', async () => {
  const world = await signedInWorld(5 * HOUR);
  const id = await world.begin({ pollSeconds: 300 });
  await world.seconds(5 * HOUR);
  const run = await world.ended(id);
  expect(run).toMatchObject({ outcome: 'succeeded', output: 'done' });
  expect(world.exchanges()).toBe(6);
  expect(world.vault.reads).toBe(6);
  expect(world.starts()).toBe(1);
});

test.each(['invalid403', 'expired401', 'jwt400'] as const)(
  'a token that ends too soon, in the middle of a run, is exchanged at once, however that is told: %s',
  async (expiredToken) => {
    const world = await signedInWorld(HOUR / 2, { expiredToken });
    const id = await world.begin();
    await world.seconds(600);
    world.endTokens();
    await world.seconds(HOUR / 2);
    expect(await world.ended(id)).toMatchObject({ outcome: 'succeeded' });
    expect(world.exchanges()).toBe(2);
    expect(world.events.filter(({ event }) => event === 'databricksProblem')).toEqual([]);
  },
);

test('a secret that is exchanged in the vault in the middle of a run needs no restart', async () => {
  const world = await signedInWorld(2 * HOUR);
  const id = await world.begin({ pollSeconds: 120 });
  await world.seconds(600);
  world.rotate();
  await world.seconds(2 * HOUR);
  expect(await world.ended(id)).toMatchObject({ outcome: 'succeeded' });
  expect(world.exchanges()).toBe(3);
});

test('a secret that is wrong for some minutes costs a run nothing', async () => {
  const world = await signedInWorld(2 * HOUR);
  const id = await world.begin({ pollSeconds: 120 });
  await world.seconds(600);
  const { secret } = world.vault;
  world.vault.secret = 'dose-of-a-typing-error';
  world.endTokens();
  await world.seconds(300);
  expect((await world.get(`runs/${id}`)).body).toMatchObject({ outcome: null, trouble: expect.any(String) });
  world.vault.secret = secret;
  await world.seconds(2 * HOUR);
  const run = await world.ended(id);
  expect(run).toMatchObject({ outcome: 'succeeded', output: 'done' });
  expect(run).not.toHaveProperty('trouble');
});

test('a secret that stays wrong makes the outcome unknown, and says what to do', async () => {
  const world = await signedInWorld(2 * HOUR);
  const id = await world.begin({ pollSeconds: 120 });
  await world.seconds(600);
  world.vault.secret = 'dose-of-a-typing-error';
  world.endTokens();
  await world.seconds(HOUR);
  const run = await world.ended(id);
  expect(run).toMatchObject({ outcome: 'unknown' });
  expect(JSON.stringify(run)).toContain('see that its OAuth secret is right');
  expect(JSON.stringify(run)).not.toContain('dose-');
});

test('200 runs that meet the end of a token exchange it once, and all go well', async () => {
  const world = await signedInWorld(150);
  const ids = await Promise.all(Array.from({ length: 200 }, () => world.begin({ pollSeconds: 60 })));
  await world.seconds(90);
  expect(world.exchanges()).toBe(1);
  world.endTokens();
  await world.seconds(120);
  expect(world.exchanges()).toBe(2);
  for (const id of ids) expect((await world.get(`runs/${id}`)).body).toMatchObject({ outcome: 'succeeded' });
});
