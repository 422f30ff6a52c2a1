import { failingNotebook } from '../../local/workspace/scenarios/failing-notebook';
import { salesTable } from '../../local/workspace/scenarios/sales-table';
import { openApiDocument } from '../../src/contract/openapi/document';
import { operations } from '../support/openapi/conformance';
import { type Reply, runWorld } from '../support/run-world';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const FORGED = {
  host: 'evil.example',
  'x-forwarded-host': 'evil.example',
  'x-forwarded-proto': 'http',
  'x-forwarded-for': '10.0.0.1',
  'x-forwarded-prefix': '/evil.example',
  'x-original-host': 'evil.example',
  'x-original-url': '/api/runs/other',
  'x-rewrite-url': '/api/runs/other',
  'disguised-host': 'evil.example',
  'x-waws-unencoded-url': '/evil.example',
  forwarded: 'for=10.0.0.1;host=evil.example;proto=http',
  origin: 'https://evil.example',
  referer: 'https://evil.example/',
  'x-ms-client-principal': Buffer.from('{"userId":"evil.example"}').toString('base64'),
  'x-ms-client-principal-id': 'evil.example',
  'x-http-method-override': 'DELETE',
  authorization: 'Bearer evil.example',
  cookie: 'session=evil.example',
  'x-functions-key': 'evil.example',
  'x-databricks-azure-sp-management-token': 'evil.example',
  'user-agent': 'evil.example',
};

const ROUTES = operations(openApiDocument('/api')).map(({ method, template }) => ({
  method: method.toUpperCase(),
  template,
}));

/** Of requests that are about something else than the start of a run. */
const BODIES: Readonly<Record<string, unknown>> = {
  'POST /jobs': { name: 'New', tasks: [{ task_key: 'main', notebook_task: { notebook_path: '/x' } }] },
  'PATCH /jobs/{job}': { new_settings: { name: 'Other' } },
  'POST /clusters/{id}/events': {},
  'POST /runs/{id}/repair': { rerun_tasks: ['sales'] },
};

/** It has credentials of its own, and is not there without the setting that names them. */
const NOTIFICATIONS = '/notifications/databricks';

function expectUntouched({ text, headers }: Reply): void {
  expect(text + JSON.stringify(headers)).not.toContain('evil.example');
  const addresses = `${text} ${headers.location ?? ''}`.match(/https?:\/\/[^\s"'\\]+\/(?:api|runtime)\//g) ?? [];
  for (const address of addresses) expect(address).toMatch(/^https:\/\/runner\.example\//);
  expect(Object.keys(headers).filter((name) => /^access-control|^set-cookie/.test(name))).toEqual([]);
}

test.each(ROUTES)('$method $template answers the same, whatever headers say of its address', async (route) => {
  const answer = async (forged: Record<string, string>) => {
    const world = runWorld({ clock, scenarios: [salesTable] });
    const started = await world.post('runs', { job: '101' });
    if (route.template === '/runs/{id}/repair') await world.ended(started.body.id);
    const place = route.template
      .replace('{id}', route.template.startsWith('/clusters') ? '0101-080000-shared01' : started.body.id)
      .replace('{token}', started.body.statusPath.split('/').at(-1))
      .replace('{job}', '101')
      .slice(1);
    const usual = route.method === 'POST' ? { job: '101' } : undefined;
    const given = BODIES[`${route.method} ${route.template}`] ?? usual;
    const body = given === undefined ? {} : { body: given };
    const headers = { 'x-correlation-id': 'mine', ...forged };
    return world.send(route.method, place, { headers, ...body });
  };
  const plain = await answer({});
  const reply = await answer(FORGED);
  if (route.template === NOTIFICATIONS) expect(reply.status).toBe(404);
  else expect(reply.status).toBeLessThan(400);
  expectUntouched(reply);
  const ofTime = /\/links\/[^"?]+|"20\d\d-[^"]+"/g; // it goes on
  expect(reply.text.replaceAll(ofTime, '')).toBe(plain.text.replaceAll(ofTime, ''));
});

test('so do the standard addresses, a run that has failed, and a request that is refused', async () => {
  const world = runWorld({ clock, scenarios: [failingNotebook] });
  const started = await world.post('runs', { job: world.jobId }, FORGED);
  expect(started.body.statusQueryGetUri).toMatch(/^https:\/\/runner\.example\/runtime\/webhooks\/durabletask\//);
  await world.ended(started.body.id);
  const replies = [
    started,
    await world.get(`runs/${started.body.id}`, FORGED),
    await world.get('runs/nobody', FORGED),
    await world.get('runs?limit=0', FORGED),
    await world.post('runs', '{', FORGED),
  ];
  expect(replies.map(({ status }) => status)).toEqual([202, 424, 404, 400, 400]);
  replies.forEach(expectUntouched);
});

test('nothing of the headers of a caller gets to Databricks', async () => {
  const world = runWorld({ clock, scenarios: [salesTable] });
  const id = await world.start({ job: '101' }, 'runs', FORGED);
  await world.get(`runs/${id}`, FORGED);
  await world.send('POST', `runs/${id}/cancel`, { headers: FORGED });
  await world.get('jobs', FORGED);
  await world.get('jobs/101', FORGED);
  await world.ended(id);
  expect(world.asked()).toEqual(expect.arrayContaining(['POST run-now', 'POST runs/cancel', 'GET list', 'GET get']));
  for (const { headers, path, query, body } of world.requests) {
    expect(headers.host).toBe('adb-1.2.azuredatabricks.net');
    expect(JSON.stringify([headers, path, query, body.toString()])).not.toContain('evil.example');
    expect(
      Object.keys(headers)
        .filter((name) => name in FORGED)
        .sort(),
    ).toEqual(['authorization', 'host', 'user-agent']);
  }
});

test.each([
  ['abc-123_x.y', 'abc-123_x.y'],
  ['a\u00e9', undefined],
  ['x'.repeat(101), undefined],
  ['a b', undefined],
])('only the id of a request is taken over, if that can do no harm: %j', async (given, taken) => {
  const world = runWorld({ clock });
  const { headers } = await world.get('runs/none', { 'x-correlation-id': given });
  if (taken === undefined) expect(headers['x-correlation-id']).toMatch(/^[0-9a-f-]{36}$/);
  else expect(headers['x-correlation-id']).toBe(taken);
});
