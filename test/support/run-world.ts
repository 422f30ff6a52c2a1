import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { input } from 'durable-functions';
import type { HttpRequest as WorkspaceRequest } from '../../local/http';
import { DEMO_TOKEN } from '../../local/workspace/access';
import type { Scenario } from '../../local/workspace/scenarios/scenario';
import { createWorkspace, type WorkspaceOptions } from '../../local/workspace/workspace';
import { createPostCallback } from '../../src/adapters/callbacks/post-callback';
import { createDatabricks } from '../../src/adapters/databricks/databricks';
import { createWorkspaces } from '../../src/adapters/databricks/workspaces';
import { CHANGEABLE, type Changeable } from '../../src/contract/allowed-changes';
import { type CallerAuth, KEY_HOLDER } from '../../src/contract/callers/caller';
import type { CallerRules } from '../../src/contract/callers/caller-rules';
import type { Catalog } from '../../src/contract/jobs/catalog';
import type { LogEvent } from '../../src/contract/log-events';
import type { BasicCredentials } from '../../src/contract/notifications/basic-credentials';
import { openApiDocument } from '../../src/contract/openapi/document';
import { RUN_KINDS } from '../../src/contract/runs/run-kind';
import type { RunRow } from '../../src/contract/runs/run-row';
import type { Answer } from '../../src/domain/answer';
import type { App } from '../../src/http/app';
import { type WhoCalls, whoCalls } from '../../src/http/callers/who-calls';
import { registry } from './functions-core';
import { ask, createInMemoryHost } from './in-memory-host';
import { memoryInstances } from './memory-instances';
import { createMemoryStorage } from './memory-storage';
import { workspaceOf } from './one-workspace';
import { conformanceTo } from './openapi/conformance';
import type { Tools } from './tools';
import type { VirtualClock } from './virtual-clock';
import { transportTo } from './workspace-transport';

const ROOT = join(__dirname, '../..');

// biome-ignore lint/suspicious/noExplicitAny: answers are read as a caller without types would
export type Body = any;

export interface Reply {
  status: number;
  headers: Record<string, string>;
  body: Body;
  text: string;
}

export interface WorldOptions extends Pick<WorkspaceOptions, 'notFound' | 'users'> {
  clock: VirtualClock;
  scenarios?: readonly Scenario[];
  catalog?: Catalog;
  /** Stands between the app and the workspace. */
  intercept?: (request: WorkspaceRequest, pass: () => ReturnType<typeof passOn>) => ReturnType<typeof passOn>;
  /** Answers what the app posts to the addresses that callers have given: all that gets there has been allowed. */
  callback?: (request: WorkspaceRequest & { host: string }) => ReturnType<typeof passOn>;
  callbackHosts?: readonly string[];
  callbackSecret?: Buffer;
  /** By a function key, unless this says something else. */
  callerAuth?: CallerAuth;
  callers?: CallerRules;
  /** Who may notify the app, as the workspace can do here. */
  notifier?: BasicCredentials;
  /** All that there is, unless this says something else. */
  allowedChanges?: readonly Changeable[];
  /** How many requests may wait at a time. */
  seats?: number;
  /** What Key Vault says of each. */
  secrets?: Readonly<Record<string, Answer<string>>>;
  /** Of the standard URLs. */
  systemKey?: string;
}

declare function passOn(): Promise<{
  status: number;
  headers?: Record<string, string | string[]>;
  body?: string | Uint8Array;
}>;

const { complaints: complaintsAbout } = conformanceTo(openApiDocument('/api'));

let current: { app: App & Tools; identify: WhoCalls['identify'] } | undefined;
let isLoaded = false;

const NO_SECRET: Answer<string> = {
  ok: false,
  problem: { kind: 'refused', code: 'NO_SECRET', message: 'There is no such secret.', mayHaveHappened: false },
};

/**
 * The whole app on an engine in memory, with a simulated workspace and storage in memory, and no socket anywhere: a day in
 * it takes milliseconds. Only the composition is another one.
 */
export function runWorld({ clock, scenarios, catalog = new Map(), intercept, callback, ...options }: WorldOptions) {
  const { callbackHosts = ['*.datafactory.azure.com'], callbackSecret, secrets = {}, seats = 50, ...others } = options;
  const { callerAuth = 'key', callers, systemKey = 'KEY', notifier, allowedChanges = CHANGEABLE, ...more } = others;
  loadFunctions();
  const workspace = createWorkspace({
    clock,
    ...(scenarios && { scenarios }),
    ...more,
    deliver: async ({ url, headers, body }) => {
      const { origin, pathname } = new URL(url);
      if (origin === app.origin) await ask((request) => host.host.answer(request), 'POST', pathname, { headers, body });
    },
  });
  const transport = transportTo((request) => {
    const pass = () => workspace.handle(request);
    return intercept ? intercept(request, pass) : pass();
  });
  const callbackTransport = transportTo((request) => {
    const host = request.headers.host ?? '';
    return callback ? callback({ ...request, host }) : Promise.resolve({ status: 204 });
  });
  const now = () => clock.now();
  const token = async () => ({ ok: true as const, value: DEMO_TOKEN });
  const databricks = createDatabricks({
    host: 'https://adb-1.2.azuredatabricks.net',
    token,
    now,
    version: 'test',
    transport,
  });
  const host = createInMemoryHost({ registry, directory: ROOT, clock, systemKey });
  const storage = createMemoryStorage(now);
  const { createFindJob } = require('../../src/http/jobs/find-job') as typeof import('../../src/http/jobs/find-job');
  const { createWaitingRoom } =
    require('../../src/http/runs/waiting-room') as typeof import('../../src/http/runs/waiting-room');
  const { createNotTooOften } =
    require('../../src/http/notifications/not-too-often') as typeof import('../../src/http/notifications/not-too-often');
  const { createStopOnce } = require('../../src/http/runs/stop-once') as typeof import('../../src/http/runs/stop-once');
  const sleep = (ms: number) => new Promise<void>((resolve) => void clock.schedule(clock.now() + ms, resolve));
  let ids = 0;
  const events: LogEvent[] = [];
  const answered: LogEvent[] = [];
  const app: App & Tools = {
    ...storage,
    workspaces: createWorkspaces([workspaceOf(databricks, { names: ['default', 'adb-1.2'] })]),
    catalog,
    instances: memoryInstances(host.management, systemKey),
    findJob: createFindJob({ now }),
    waitingRoom: createWaitingRoom(seats),
    readSecret: async (name) => secrets[name] ?? NO_SECRET,
    origin: 'https://runner.example',
    postCallback: createPostCallback({ version: 'test', now, transport: callbackTransport }),
    callbackRules: { hosts: callbackHosts, allowsThisMachine: false, secret: callbackSecret },
    notifier,
    notTooOften: createNotTooOften({ now, sleep }),
    stopOnce: createStopOnce(),
    allowedKinds: RUN_KINDS,
    allowedChanges,
    defaultTimeoutSeconds: 86_400,
    showsStandardUrls: true,
    callerAuth,
    retention: { outputsDays: 7, instancesDays: 30, runsDays: 400 },
    caller: KEY_HOLDER,
    correlationId: 'the-request',
    log: (event) => void (event.event === 'requestAnswered' ? answered : events).push(event),
    now,
    newId: () => `run-${String(++ids).padStart(4, '0')}`,
    sleep,
  };
  current = { app, identify: whoCalls(callerAuth, callers).identify };

  const sendAsIs = async (
    method: string,
    path: string,
    { body, headers = {} }: { body?: unknown; headers?: Record<string, string> } = {},
  ) => {
    const isRaw = typeof body === 'string' || body instanceof Uint8Array;
    const text = body === undefined ? '' : isRaw ? body : JSON.stringify(body);
    const type: Record<string, string> = body === undefined ? {} : { 'content-type': 'application/json' };
    const answer = await ask((request) => host.host.answer(request), method, `/api/${path}`, {
      body: text,
      headers: { ...type, ...headers },
    });
    const answered = Buffer.from(answer.body ?? '').toString();
    const isJson =
      /json/.test(String(answer.headers?.['content-type'])) && !/ndjson/.test(String(answer.headers?.['content-type']));
    return {
      status: answer.status,
      headers: (answer.headers ?? {}) as Record<string, string>,
      text: answered,
      body: isJson && answered !== '' ? JSON.parse(answered) : undefined,
    } as Reply;
  };

  /** Whatever is answered, the document has to describe it. */
  const send: typeof sendAsIs = async (method, path, options) => {
    const reply = await sendAsIs(method, path, options);
    const complaints = complaintsAbout(method, path, reply);
    if (complaints.length > 0) throw new Error(`${complaints.join('\n')}\n${reply.text.slice(0, 1000)}`);
    return reply;
  };

  return {
    app,
    /** What the app has logged of its runs. */
    events,
    /** What it has logged of the requests that it has answered. */
    answered,
    workspace,
    host,
    send,
    /** For what the platform answers, and no document describes. */
    sendAsIs,
    /** What the workspace was asked, as `POST run-now`. */
    asked: () =>
      transport.requests.map(({ method, path }) => `${method} ${path.replace(/^\/api\/[\d.]+\/jobs\//, '')}`),
    requests: transport.requests,
    /** What was posted to callers. */
    callbacks: callbackTransport.requests,
    get: (path: string, headers?: Record<string, string>) => send('GET', path, headers ? { headers } : {}),
    post: (path: string, body?: unknown, headers: Record<string, string> = {}) => send('POST', path, { body, headers }),
    jobId: String(workspace.jobs().at(-1)?.jobId ?? ''),
    /** Starts a run, and gives its id. */
    async start(body: Body, path = 'runs', headers?: Record<string, string>): Promise<string> {
      const reply = await send('POST', path, { body, ...(headers && { headers }) });
      if (reply.status >= 300) throw new Error(`${reply.status}: ${reply.text}`);
      return reply.body.id;
    },
    seconds: (count: number) => clock.advance(count * 1000),
    row: (id: string): Promise<RunRow | undefined> => app.runs.read(id),
    /** Lets time pass until the run has ended, and shows it. */
    async ended(id: string, withinSeconds = 100_000): Promise<Body> {
      for (let passed = 0; passed <= withinSeconds; passed += 5) {
        const { status, body } = await send('GET', `runs/${id}?onFailure=200`);
        if (status < 500 && body.outcome !== null) return body;
        await clock.advance(5000);
      }
      throw new Error(`The run ${id} has not ended within ${withinSeconds} s.`);
    },
  };
}

/** Registers what functions/ registers, for whichever world is the present one. */
export function loadFunctions(): void {
  if (isLoaded) return;
  isLoaded = true;
  const { answeringWith } = require('../../src/http/answering') as typeof import('../../src/http/answering');
  const present = () => {
    if (!current) throw new Error('There is no world.');
    return current;
  };
  const { actingWith } = require('../../src/activities/acting') as typeof import('../../src/activities/acting');
  jest.doMock('../../src/composition', () => ({
    authLevel: whoCalls('key').authLevel,
    answering: answeringWith(
      () => present().app,
      (headers) => present().identify(headers),
    ),
    acting: actingWith(() => present().app),
    actingWithClient: (activity: Parameters<ReturnType<typeof actingWith<Tools>>>[0]) => ({
      extraInputs: [input.durableClient()],
      handler: actingWith(() => present().app)(activity),
    }),
    keepingUp: (upkeep: (tools: Tools) => Promise<void>) => ({
      extraInputs: [input.durableClient()],
      handler: actingWith(() => present().app)((_, tools) => upkeep(tools)),
    }),
  }));
  for (const name of readdirSync(join(ROOT, 'functions'))) require(join(ROOT, 'functions', name));
}
