import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CallerAuth, Role } from '../../../src/contract/callers/caller';
import { runWorld, type WorldOptions } from '../run-world';
import { signedIn } from '../signed-in';
import type { ArmTemplate } from './arm/template';
import { deploy } from './factory';
import type { JsonObject } from './json';
import { asPlayed, type Played } from './made-up-factory';
import { playOut } from './play-out';
import type { Habits } from './runs/run';
import { bearerOf, tokenFor } from './services/sign-in';
import { headerOf, type WebAnswer, type WebRequest } from './services/web';

export const FUNCTION_KEY = 'THE-FUNCTION-KEY';
const ORIGIN = 'https://runner.example';
const AUDIENCE = 'api://the-app';
const VAULT = { url: 'https://ours.vault.azure.net', secrets: { 'databricks-job-runner-key': FUNCTION_KEY } };

const SHIPPED: Readonly<Record<CallerAuth, { file: string; parameters: JsonObject }>> = {
  key: { file: 'with-function-key.json', parameters: { keyVaultUrl: `${VAULT.url}/` } },
  entra: { file: 'with-managed-identity.json', parameters: { audience: AUDIENCE } },
};

export interface FactoryWorldOptions extends Omit<WorldOptions, 'callback' | 'callerAuth'> {
  /** Also what the app asks for. */
  signIn?: CallerAuth;
  /** Of the factory's managed identity: it needs no other. */
  roles?: readonly Role[];
  habits?: Habits;
  /** Parameters of the template that have a default. */
  template?: JsonObject;
  /** What comes between the factory and the app. */
  onTheWay?: (request: WebRequest, pass: () => Promise<WebAnswer>) => Promise<WebAnswer>;
}

export function shippedTemplate(signIn: CallerAuth): ArmTemplate {
  const folder = join(__dirname, '../../../clients/data-factory');
  return JSON.parse(readFileSync(join(folder, SHIPPED[signIn].file), 'utf8')) as ArmTemplate;
}

/** The whole app, and a data factory into which the shipped template was imported. Both live in the same time. */
export function factoryWorld({
  signIn = 'key',
  roles = ['Runs.Start'],
  habits = {},
  template = {},
  onTheWay,
  ...options
}: FactoryWorldOptions) {
  const world = runWorld({
    ...options,
    callerAuth: signIn,
    callback: async ({ host, path, query, method, headers, body }) => {
      const url = `https://${host}${path}${query === '' ? '' : `?${query}`}`;
      return factory.receive({ method, url, headers, body: body.toString() }) ?? { status: 503 };
    },
  });
  const send = async (request: WebRequest): Promise<WebAnswer> => {
    const pass = () => askApp(request);
    return onTheWay ? onTheWay(request, pass) : pass();
  };
  const factory = deploy(
    shippedTemplate(signIn),
    { factoryName: 'the-factory', functionAppUrl: `${ORIGIN}/`, ...SHIPPED[signIn].parameters, ...template },
    { clock: options.clock, send, vault: VAULT, habits },
  );

  /** Azure in front of the app: only links are open to everyone, and who has signed in is said by App Service alone. */
  async function askApp(request: WebRequest): Promise<WebAnswer> {
    const { origin, pathname, search } = new URL(request.url);
    if (origin !== ORIGIN || !pathname.startsWith('/api/')) throw new Error(`There is nothing at ${request.url}`);
    const isOpen = pathname.startsWith('/api/links/');
    if (!isOpen && !isKnown(request, signIn)) return { status: 401, headers: {}, body: '' };
    const sent = Object.entries(request.headers).map(([name, value]) => [name.toLowerCase(), value]);
    const { 'x-ms-client-principal': _, ...headers } = Object.fromEntries(sent);
    if (signIn === 'entra' && !isOpen) Object.assign(headers, signedIn({ roles }));
    const path = `${pathname.slice('/api/'.length)}${search}`;
    const { status, headers: answered, text } = await world.send(request.method, path, { body: request.body, headers });
    return { status, headers: answered, body: text };
  }

  return {
    ...world,
    factory,
    starts: () => world.asked().filter((line) => line === 'POST run-now').length,
    async play(pipeline: string, parameters: JsonObject = {}): Promise<Played> {
      return asPlayed(await playOut(options.clock, factory.run(pipeline, parameters)), factory);
    },
  };
}

const isKnown = (request: WebRequest, signIn: CallerAuth): boolean =>
  signIn === 'key'
    ? headerOf(request, 'x-functions-key') === FUNCTION_KEY
    : headerOf(request, 'authorization') === bearerOf(tokenFor(AUDIENCE));
