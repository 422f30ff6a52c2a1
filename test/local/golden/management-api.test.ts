import type { Instance } from '../../../local/durable/instance';
import { createMemoryStore } from '../../../local/durable/store/memory-store';
import { registry } from '../../support/functions-core';
import { comparable, GOLDEN_APP, readGolden } from '../../support/golden';
import { loadGoldenApp } from '../../support/golden-app';
import { comparableHeaders, type Exchange, exchanges, exchangesOf, suiteOf } from '../../support/golden-exchanges';
import { ask, createInMemoryHost } from '../../support/in-memory-host';
import { play, type Scenario } from '../../support/scenario';
import { ownTime, type VirtualClock } from '../../support/virtual-clock';

const BASE = '/runtime/webhooks/durabletask';

interface Prepared {
  name: string;
  input?: unknown;
  /** Requests to the instance, one after the other. */
  later?: string[];
  /** How long it goes on, in milliseconds. */
  lasts?: number;
}

/** The instances that the recordings speak of, as they were when each was made. */
const PREPARED: Record<string, Prepared> = {
  'h-run': { name: 'Wait', input: { secret: 'in' } },
  'h-done': { name: 'RetryThenNext', input: { a: 1 } },
  'h-fail': { name: 'Fail', input: 5 },
  'h-term': { name: 'Wait', input: null, later: ['terminate?reason=bye'] },
  'h-susp': { name: 'Wait', input: null, later: ['suspend?reason=hold'] },
  'h-o1': { name: 'Wait', input: 1 },
  'h-o2': { name: 'Wait', input: 1 },
  'h-o3': { name: 'Wait', input: 1 },
  'h-o4': { name: 'Wait', input: 1 },
  'h-p1': { name: 'Quick', input: 1 },
  'h-psub': { name: 'Sub', input: null },
  'h-rs': { name: 'Quick', input: { in: 1 } },
  'h-pm-1': { name: 'Quick', input: 1 },
  'h-pm-2': { name: 'Quick', input: 1 },
  'h-pm-3': { name: 'Quick', input: 1 },
  'h-pm-f': { name: 'Fail', input: 1 },
  AnyNoCancel: { name: 'AnyNoCancel', input: null, later: ['raiseEvent/Ev 1'], lasts: 8000 },
  RetryCaught: { name: 'RetryCaught', input: null, lasts: 8000 },
  SuspendEvent: {
    name: 'EventOnce',
    input: null,
    later: ['suspend?reason=p', 'raiseEvent/Ev "while suspended"', 'resume?reason=r'],
  },
  TermAny: { name: 'TermAny', input: null, later: ['terminate?reason=why%20not'] },
  'bulk-run': { name: 'Wait', input: null },
  'bulk-susp': { name: 'Wait', input: null, later: ['suspend?reason=hold'] },
  'bulk-done': { name: 'Quick', input: 1 },
  'bulk-fail': { name: 'Fail', input: 1 },
  'bulk-term': { name: 'Wait', input: null, later: ['terminate?reason=bye'] },
};
for (let n = 1; n <= 8; n++) PREPARED[`h-e${n}`] = { name: 'Wait', input: null };

/** What had happened to the instance before. */
const BEFORE: [RegExp, string[]][] = [
  [/^status-(h-)?fail/, ['POST orchestrators/Fail/h-fail 6']],
  [/^(suspend-again|resume-ok)$/, ['POST instances/h-o1/suspend?reason=because']],
  [/^resume-not-suspended$/, ['POST instances/h-o1/suspend?reason=because', 'POST instances/h-o1/resume?reason=on']],
  [/^terminate-again$/, ['POST instances/h-o1/terminate?reason=first']],
  [/^purge-one-again$/, ['DELETE instances/h-p1']],
  [/^start-terminal-id-overwritten$/, ['POST orchestrators/Quick/h-start1 {"b":2,"a":1}']],
];

/** Instances that no request names. */
const PRESENT: [RegExp, string[]][] = [
  [/^purge-many-(completed|any-status)$/, ['h-pm-1', 'h-pm-2', 'h-pm-3', 'h-pm-f']],
  [/^purge-many-only-running$/, ['h-run', 'h-done']],
  [/^purge-bulk-\w+(-Completed)?$/, ['bulk-run', 'bulk-susp', 'bulk-done', 'bulk-fail', 'bulk-term']],
];

/** Met while its first episode was still under way. */
const PENDING = /(^|-)pend/;
const AT_ONCE = /^terminate-twice-fast-2$/;

let clock: VirtualClock;
ownTime((own) => {
  clock = own;
});
beforeEach(() => {
  loadGoldenApp('scen.js');
});

test('every recording is replayed or excluded with a reason', () => {
  for (const recorded of exchanges) expect(suiteOf(recorded)).toBeDefined();
});

const recordings = exchangesOf('management');
const scenarios = new Map(readGolden<Scenario>('histories.jsonl').map((scenario) => [scenario.scenario, scenario]));
const isList = (recorded: Exchange) => /^(list-|status-hub)/.test(recorded.case);
const scenarioOf = (recorded: Exchange) => scenarios.get(/^status-([A-Z]\w*)-hist/.exec(recorded.case)?.[1] ?? '');

test.each(recordings.filter((recorded) => !isList(recorded) && !scenarioOf(recorded)))(
  '$case is answered as recorded',
  async (recorded) => {
    const { management } = createInMemoryHost({ registry, directory: GOLDEN_APP, clock });
    const pending = PENDING.test(recorded.case);
    const send = async (method: string, path: string, body = '', headers: Record<string, string> = {}) => {
      const answer = ask(management, method, path, { body, headers });
      await clock.advance(pending ? 0 : 3000);
      return answer;
    };
    const sendStep = (step: string) => {
      const [method = '', path, ...body] = step.split(' ');
      return send(method, `${BASE}/${path}`, body.join(' '), { 'content-type': 'application/json' });
    };
    for (const id of instancesOf(recorded)) {
      const { name, input, later = [], lasts = 0 } = PREPARED[id] ?? { name: 'Quick', input: 1 };
      await send('POST', `${BASE}/orchestrators/${name}/${id}`, input === undefined ? '' : JSON.stringify(input));
      for (const step of later) await sendStep(`POST instances/${id}/${step}`);
      await clock.advance(lasts);
    }
    for (const step of BEFORE.find(([cases]) => cases.test(recorded.case))?.[1] ?? []) await sendStep(step);

    const { method, path, headers, body } = recorded.request;
    if (AT_ONCE.test(recorded.case)) void ask(management, method, path.replace('=two', '=one'), { headers });
    const answer = await send(method, inThisRun(path), body, headers);
    expect(answer.status).toBe(recorded.response.status);
    expect(comparable(String(answer.body ?? ''))).toBe(answerInThisRun(recorded));
    expect(comparableHeaders(answer.headers ?? {})).toEqual(comparableHeaders(recorded.response.headers));
    await compareAfter(recorded, send, String(answer.body ?? ''));
  },
);

/** Which of the prepared instances a recording needs: those that it names, and those that must be there. */
function instancesOf({ case: name, request }: Exchange): string[] {
  const present = PRESENT.find(([cases]) => cases.test(name))?.[1] ?? [];
  const named = Object.keys(PREPARED).filter((id) => new RegExp(`/instances/${id}([/?]|$)`, 'i').test(request.path));
  const pending = /h-pendep-\d/.exec(request.path)?.[0];
  const conflict = /^start-id-in-use-(\w+)/.exec(name) && !/pending$/.test(name);
  const started = conflict ? Object.keys(PREPARED).filter((id) => request.path.endsWith(`/${id}`)) : [];
  const isFirstStart = name === 'start-id-in-use-pending';
  const overwritten = name === 'start-terminal-failed-overwritten' ? ['h-fail'] : [];
  return [
    ...new Set([...present, ...named, ...started, ...overwritten, ...(pending && !isFirstStart ? [pending] : [])]),
  ];
}

/** The recording's own time ranges, moved to where its instances are now. */
function inThisRun(path: string): string {
  return path
    .replace(/createdTimeTo=2026[^&]*/, 'createdTimeTo=2100-01-01T00:00:00Z')
    .replace(/From=2026[^&]*/, 'From=2000-01-01');
}

function answerInThisRun({ case: name, response }: Exchange): string {
  // Counts of instances that the recording had from other cases, too.
  if (name === 'purge-many-only-running') return '{"instancesDeleted":2}';
  if (name === 'purge-many-any-status') return '{"instancesDeleted":4}';
  return comparable(response.body);
}

type Send = (method: string, path: string) => ReturnType<typeof ask>;

async function compareAfter(recorded: Exchange, send: Send, body: string): Promise<void> {
  const { after, request } = recorded;
  if (!after) return;
  const look = async (path: string) => {
    const answer = await send('GET', path);
    return { status: answer.status, body: comparable(String(answer.body ?? '')) };
  };
  const id = /\/(?:instances|orchestrators\/\w+)\/([^/?]+)/.exec(request.path)?.[1];
  if ('statusHttp' in after) {
    const wanted = String(after.statusBody);
    const history = wanted.includes('historyEvents') ? '?showHistory=true' : '';
    const told = wanted === '' ? id : encodeURIComponent(JSON.parse(wanted).instanceId);
    const seen = await look(`${BASE}/instances/${told}${history}`);
    expect(seen).toEqual({ status: after.statusHttp, body: comparable(wanted) });
  }
  if ('statusAtSamePath' in after && recorded.case !== 'id-spaceonly') {
    const seen = await look(`${BASE}/instances/${id}`);
    expect(seen.status).toBe(after.statusAtSamePath);
    const wanted = comparable(String(after.body)); // of long answers the beginning was recorded
    if (recorded.case !== 'id-dot') expect(seen.body.slice(0, wanted.length)).toBe(wanted);
  }
  if ('statusHttpAfterwards' in after) {
    for (const [name, status] of Object.entries(after.statusHttpAfterwards as Record<string, number>)) {
      expect([name, (await look(`${BASE}/instances/bulk-${name}`)).status]).toEqual([name, status]);
    }
  }
  if ('len' in after) {
    const seen = await send('GET', `${BASE}/instances/${id}`);
    expect(JSON.parse(String(seen.body)).output.v).toHaveLength(Number(after.len));
  }
  if ('s' in after || ('status' in after && 'body' in after)) {
    const seen = await look(`${BASE}/instances/${JSON.parse(body).id}`);
    expect(seen.body).toBe(comparable(String(after.s ?? after.body)));
  }
}

test.each(recordings.filter(scenarioOf))('$case shows the history as recorded', async (recorded) => {
  const scenario = scenarioOf(recorded) as Scenario;
  const { management } = await play(scenario, clock);
  const answer = await ask(management, 'GET', recorded.request.path);
  const sorted = (text: string) => {
    const { historyEvents, ...status } = JSON.parse(comparable(text));
    return { status, events: historyEvents.map((event: unknown) => JSON.stringify(event)).sort() };
  };
  expect(answer.status).toBe(recorded.response.status);
  expect(sorted(String(answer.body))).toEqual(sorted(recorded.response.body));
});

test.each(recordings.filter(isList))('$case lists what was recorded', async (recorded) => {
  const store = createMemoryStore();
  for (const row of recordedInstances()) await store.start(row);
  const { management } = createInMemoryHost({ registry, directory: GOLDEN_APP, clock, store });
  const { headers, path, method } = recorded.request;
  const token = headers['x-ms-continuation-token'];
  const answer = await ask(management, method, path, { headers });
  expect(answer.status).toBe(recorded.response.status);
  if (recorded.response.status !== 200) {
    expect(comparable(String(answer.body))).toBe(comparable(recorded.response.body));
    return;
  }
  const mine = byId(String(answer.body));
  const theirs = byId(recorded.response.body);
  expect(mine).toHaveLength(theirs.length);
  const nextPage = 'x-ms-continuation-token';
  expect(answer.headers?.[nextPage] !== undefined).toBe(recorded.response.headers[nextPage] !== undefined);
  // Both orders are the storage's own, so pages hold as many, but not the same instances.
  const whole = recorded.response.headers[nextPage] === undefined && token === undefined;
  if (whole) expect(mine).toEqual(theirs);
});

function byId(text: string): unknown[] {
  const list = JSON.parse(text) as { instanceId: string }[];
  return list
    .sort((a, b) => (a.instanceId < b.instanceId ? -1 : 1))
    .map((one) => JSON.parse(comparable(JSON.stringify(one))));
}

/** The hub as it was when its lists were recorded, taken from the longest of them. */
function recordedInstances(): Instance[] {
  const all = recordings.find((recorded) => recorded.case === 'list-top-1000000');
  const rows = JSON.parse(all?.response.body ?? '[]') as Record<string, string>[];
  const text = (value: unknown) => (value === null || value === undefined ? null : JSON.stringify(value));
  return rows.map((row) => ({
    instanceId: String(row.instanceId),
    executionId: '',
    generation: 0,
    name: String(row.name),
    version: null,
    parent: null,
    status: row.runtimeStatus as Instance['status'],
    input: text(row.input),
    customStatus: text(row.customStatus),
    output: text(row.output),
    createdAt: Date.parse(String(row.createdTime)),
    updatedAt: Date.parse(String(row.lastUpdatedTime)),
  }));
}
