import type { HttpRequest } from '../../../local/http';
import { type HttpListener, listen } from '../../../local/http';
import { type SimulatedWorkspace, startSimulatedWorkspace } from '../../../local/workspace/simulated-workspace';
import { eventually } from '../../support/eventually';

let workspace: SimulatedWorkspace;
let receiver: HttpListener;
let received: HttpRequest[];
let lines: string[];

beforeEach(async () => {
  received = [];
  lines = [];
  receiver = await listen(0, ['127.0.0.1'], async (request) => {
    received.push(request);
    return { status: 202 };
  });
  const log = (_level: string, _source: string, message: string) => void lines.push(message);
  workspace = await startSimulatedWorkspace({ port: 0, speed: 600, seed: 1, log });
});

afterEach(async () => {
  await workspace.stop();
  await receiver.close();
});

async function post(path: string, body: object) {
  const answer = await fetch(`${workspace.url}/api/${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${workspace.token}` },
    body: JSON.stringify(body),
  });
  return (await answer.json()) as Record<string, unknown>;
}

/** A run of a few seconds, told of at this address. */
async function startToldTo(url: string) {
  const webhook = { url, username: 'databricks', password: 'a-made-up-password' };
  const { id } = await post('2.0/notification-destinations', {
    display_name: 'Here',
    config: { generic_webhook: webhook },
  });
  const job_id = workspace.addJob('quick-success')?.job_id;
  await post('2.2/jobs/update', { job_id, new_settings: { webhook_notifications: { on_success: [{ id }] } } });
  return post('2.2/jobs/run-now', { job_id });
}

test('the end of a run is posted while nobody asks for it', async () => {
  await startToldTo(`http://127.0.0.1:${receiver.port}/in`);
  await eventually(() => expect(received).toHaveLength(1));
  expect(received[0]).toMatchObject({ method: 'POST', path: '/in' });
  expect(received[0]?.headers.authorization).toMatch(/^Basic /);
  expect(JSON.parse(String(received[0]?.body))).toMatchObject({ event_type: 'jobs.on_success' });
  await eventually(() => expect(lines).toContain(`webhook to http://127.0.0.1:${receiver.port}/in: 202`));
});

test('nothing is posted to other machines', async () => {
  await startToldTo('https://hooks.example/in');
  await eventually(() => expect(lines).toContain('webhook to https://hooks.example/in: not sent, as it is elsewhere'));
});

test('what nobody listens for is lost', async () => {
  await receiver.close();
  await startToldTo(`http://127.0.0.1:${receiver.port}/in`);
  await eventually(() => expect(lines.join()).toContain('lost (ECONNREFUSED)'));
});

test('nothing is posted after a reset', async () => {
  workspace.clock.setSpeed(0);
  await startToldTo(`http://127.0.0.1:${receiver.port}/in`);
  workspace.reset();
  await workspace.clock.advance(86_400_000);
  expect([received, lines.filter((line) => line.startsWith('webhook'))]).toEqual([[], []]);
});
