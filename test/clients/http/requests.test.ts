import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { freshWorkspace } from '../../../local/workspace/scenarios/fresh-workspace';
import { readCatalog } from '../../../src/config/catalog';
import { type Reply, runWorld } from '../../support/run-world';
import { ownTime, type VirtualClock } from '../../support/virtual-clock';
import { fillIn, type NamedRequest, parseRequests } from './parse-requests';

const ROOT = join(__dirname, '../../..');
const { variables, requests } = parseRequests(readFileSync(join(ROOT, 'clients/http/requests.http'), 'utf8'));

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

/** What `npm start` offers. */
function createWorld() {
  const jobs = { jobsFile: join(ROOT, 'jobs.json'), jobsFileIsOptional: false };
  const catalog = readCatalog({ ...jobs, workspaces: [{ alias: 'default' }] });
  const world = runWorld({ clock, catalog, scenarios: freshWorkspace });
  const answers = new Map<string, Reply>();

  async function play({ name, method, url, headers, body }: NamedRequest): Promise<Reply> {
    const filled = (text: string) => fillIn(text, variables, answers);
    const address = new URL(filled(url));
    expect([filled('{{host}}'), world.app.origin]).toContain(address.origin);
    expect([method, headers['x-functions-key']]).toEqual([method, needsKey(address) ? '{{key}}' : undefined]);
    const path = `${address.pathname.replace('/api/', '')}${address.search}`;
    const sending = world.send(method, path, { headers, ...(body && { body: filled(body) }) });
    let isAnswered = false;
    void sending.finally(() => {
      isAnswered = true;
    });
    while (!isAnswered) await clock.advance(500);
    const reply = await sending;
    if (name !== undefined) answers.set(name, reply);
    return reply;
  }
  return { ...world, play };
}

const needsKey = ({ pathname }: URL) => !/^\/api\/(health|links\/.*)$/.test(pathname);

test('every request works, one after the other', async () => {
  const world = createWorld();
  const seen: [string, number][] = [];
  for (const request of requests) seen.push([request.title, (await world.play(request)).status]);
  const failed = seen.filter(([, status]) => status >= 300);
  expect(failed).toEqual([[expect.stringMatching(/^It has failed: 424/), 424]]);
  expect(seen.length).toBeGreaterThan(20);
});

test('the titles say what comes of it', async () => {
  const world = createWorld();
  const replies = new Map<string, Reply>();
  for (const request of requests) replies.set(request.title, await world.play(request));
  const reply = (title: RegExp) => [...replies].find(([each]) => title.test(each))?.[1];
  expect(reply(/^Start a run: 202/)?.status).toBe(202);
  expect(reply(/^Follow the Location/)).toMatchObject({ status: 202, body: { id: reply(/^Start a run/)?.body.id } });
  expect(reply(/^The same, answered as soon as/)).toMatchObject({ status: 200, body: { outcome: 'succeeded' } });
  expect(reply(/as CSV/)?.text).toMatch(/^date,region,/);
  expect(reply(/^The same with status 200/)).toMatchObject({ status: 200, body: { outcome: 'failed' } });
  expect(reply(/^Cancel it/)).toMatchObject({ status: 202, body: { cancelRequested: true } });
  expect(reply(/^The rows of a job/)?.body.rows.length).toBeGreaterThan(0);
  expect(reply(/^Only what is there/)?.text.split('\n').length).toBeGreaterThan(2);
  const keyed = requests.find(({ title }) => /^Start with a key/.test(title));
  expect(keyed && (await world.play(keyed)).body.joined).toBe(true);
});

test('a variable without a value is noticed', () => {
  expect(() => fillIn('{{nobody}}', variables, new Map())).toThrow('no variable nobody');
  expect(() => fillIn('{{run}}', variables, new Map())).toThrow('No request named start');
});
