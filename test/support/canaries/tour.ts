import type { Reply } from '../run-world';
import { CALLBACK, type CanaryWorld, JOB } from './canary-world';
import { PARAMETER_SECRETS, SECRETS } from './secrets';

const references = PARAMETER_SECRETS.map((name) => [name, { $secret: name }]);
const PARAMETERS = { notebook_params: { table: 'sales', ...Object.fromEntries(references) } };
const WITH_KEY = { 'x-functions-key': SECRETS.functionKey };
const CODE = `code=${SECRETS.functionKey}`;

/** What the caller of a run asks, with its key in a header and in the address. */
export const start = (world: CanaryWorld, more: object = {}, headers: Record<string, string> = {}): Promise<Reply> => {
  const body = { job: JOB, runNow: PARAMETERS, callBackUri: CALLBACK, ...more };
  return world.post(`runs?${CODE}`, body, { ...WITH_KEY, ...headers });
};

/** Everything that can be asked of a run. */
export async function lookAt(world: CanaryWorld, id: string): Promise<void> {
  const paths = [
    `runs/${id}?onFailure=200`,
    `runs/${id}`,
    `runs/${id}/explain`,
    `runs/${id}/output`,
    `runs/${id}/output?view=raw`,
    `runs/${id}/output?format=csv`,
    'runs?limit=100',
  ];
  for (const path of paths) await world.get(`${path}${path.includes('?') ? '&' : '?'}${CODE}`, WITH_KEY);
}

/** Everything that can be asked of the app without a run. */
export async function lookAround(world: CanaryWorld): Promise<void> {
  const paths = [
    'health',
    'health/details',
    'openapi.json',
    'jobs',
    `jobs/${JOB}`,
    `jobs/${JOB}/power-query`,
    `jobs/${JOB}/data-factory`,
    'jobs/-/table?name=Nothing',
    `jobs/${JOB}/table?mode=peek`,
  ];
  for (const path of paths) await world.get(`${path}${path.includes('?') ? '&' : '?'}${CODE}`, WITH_KEY);
  const credentials = Buffer.from(`databricks:${SECRETS.notificationPassword}`).toString('base64');
  for (const shown of [credentials, `${credentials}AAAA`]) {
    const notification = { event_type: 'jobs.on_start', run: { run_id: '1' } };
    await world.post('notifications/databricks', notification, { authorization: `Basic ${shown}` });
  }
}

/** The life of a run as its callers see it: from the start to long after its end, when everybody has been told. */
export async function tour(world: CanaryWorld): Promise<void> {
  const once = { 'idempotency-key': 'tour' };
  const { body } = await start(world, {}, once);
  await world.seconds(20);
  await start(world, {}, once);
  await lookAt(world, body.id);
  await lookAround(world);
  await ended(world, body.id);
  await lookAt(world, body.id);
  await world.get(String(body.statusPath).replace('/api/', ''));
  await world.seconds(60);
}

const LOOK_EVERY_SECONDS = 60;
const PATIENCE_SECONDS = 200_000;

async function ended(world: CanaryWorld, id: string): Promise<void> {
  for (let passed = 0; passed < PATIENCE_SECONDS; passed += LOOK_EVERY_SECONDS) {
    const { body } = await world.get(`runs/${id}?onFailure=200`);
    if (body.outcome) return;
    await world.seconds(LOOK_EVERY_SECONDS);
  }
  throw new Error(`The run ${id} has not ended.`);
}
