import { nightlyReport } from '../../local/workspace/scenarios/nightly-report';
import { type CanaryWorld, canaryWorld } from '../support/canaries/canary-world';
import { leaksOf } from '../support/canaries/leaks';
import { SECRETS } from '../support/canaries/secrets';
import { start, tour } from '../support/canaries/tour';
import { progressOf, standard } from '../support/engine-room';
import { answers, whenever } from '../support/trouble';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

/** An app that leaks: what looks for that has to see it. */
let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const whereIn = async (world: CanaryWorld) => {
  const found = await leaksOf(world);
  return [...new Set(found.map(({ where, canary }) => `${canary} in ${where}`))].sort();
};

/** A world in which this is wrong, after a run. */
async function leaksWith(spoil: (world: CanaryWorld) => void): Promise<string[]> {
  const world = canaryWorld({ clock, scenarios: [nightlyReport] });
  spoil(world);
  await tour(world);
  return whereIn(world);
}

const event = { event: 'startRefused', level: 'warning', status: 400 } as const;

test.each<[string, (world: CanaryWorld) => void, string]>([
  [
    'in a line of the log',
    ({ app }) => app.log({ ...event, code: `Bearer ${SECRETS.clientSecret}` }),
    'clientSecret in the log (startRefused)',
  ],
  [
    'in a line of the host, encoded',
    ({ host }) =>
      void host.lines.push({ level: 'debug', source: 'x', message: Buffer.from(SECRETS.database).toString('base64') }),
    'database in the log of the host (x)',
  ],
  [
    'in another column than that of the address',
    ({ app }) => {
      const { update } = app.runs;
      app.runs.update = (id, changes) =>
        update(id, { ...changes, message: `x ${SECRETS.callbackToken.slice(0, 20)}…` });
    },
    'callbackToken in the rows (update)',
  ],
  [
    'in an output',
    ({ app }) => {
      const { write } = app.outputs;
      app.outputs.write = (id, name, text) => write(id, name, `${text}${encodeURIComponent(SECRETS.database)}`);
    },
    'database in the outputs (write)',
  ],
  [
    'in a claim',
    ({ app }) => {
      const { take } = app.claims;
      app.claims.take = (key, claim) => take(`${key} ${SECRETS.functionKey}`, claim);
    },
    'functionKey in the claims (take)',
  ],
  [
    'in an answer',
    ({ app }) => {
      app.origin = `https://${SECRETS.systemKey}.example`;
    },
    'systemKey in GET /api/jobs/canary/power-query',
  ],
  [
    'in the key of links',
    ({ app }) => {
      const { linkKey } = app;
      const make = async () => `https://x/${(await linkKey()).toString('base64url')}`;
      void make().then((origin) => Object.assign(app, { origin }));
    },
    'the key of links in GET /api/jobs/canary/power-query',
  ],
])('a secret %s is found', async (_where, spoil, expected) => {
  expect(await leaksWith(spoil)).toContain(expected);
});

test('a token is found at the workspace, where it stands in the address', async () => {
  const world = canaryWorld({ clock, scenarios: [nightlyReport], way: 'pat' });
  await world.app.workspaces.all[0]?.databricks.jobsNamed(`x ${SECRETS.token}`);
  expect(await whereIn(world)).toEqual(['token in the workspace (GET /api/2.2/jobs/list)']);
});

test('a secret is found in the history of an orchestration and its status, also once that is over', async () => {
  const world = canaryWorld({ clock, scenarios: [nightlyReport] });
  const { body } = await start(world);
  await standard(world, 'POST', `instances/${body.id}/raiseEvent/changed`, { hint: SECRETS.certificate });
  await world.ended(body.id);
  expect(await whereIn(world)).toEqual([
    'certificate in the orchestrations (commit)',
    'certificate in the orchestrations (enqueue)',
  ]);
});

test('a secret is found in the status of an orchestration that the workspace tells it to', async () => {
  const message = `busy with ${SECRETS.storageKey}`;
  let isBusy = true;
  const busy = answers(503, {}, JSON.stringify({ error_code: 'BUSY', message }));
  const intercept = whenever('get', () => isBusy, busy);
  const world = canaryWorld({ clock, scenarios: [nightlyReport], intercept });
  const { body } = await start(world);
  await world.seconds(20);
  const { trouble } = await progressOf(world, body.id);
  expect(trouble).toContain(SECRETS.storageKey);
  await world.get(`runs/${body.id}`);
  isBusy = false;
  await world.ended(body.id);
  expect(await whereIn(world)).toEqual([
    'storageKey in GET /api/runs/run-0001',
    'storageKey in the orchestrations (commit)',
  ]);
});
