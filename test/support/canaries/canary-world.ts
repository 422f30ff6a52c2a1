import type { HttpRequest, HttpResponse } from '../../../local/http';
import { createWorkspaces } from '../../../src/adapters/databricks/workspaces';
import type { CatalogEntry } from '../../../src/contract/jobs/catalog';
import { runWorld, type WorldOptions } from '../run-world';
import { signInTo, USERS, type WayToSignIn } from './canary-sign-in';
import { PARAMETER_SECRETS, SECRETS } from './secrets';
import { noteWrites } from './written';

const { callbackToken } = SECRETS;
/** In the path nothing tells a secret from other words. */
export const CALLBACK = `https://x.svc.datafactory.azure.com/callback/${callbackToken}?token=${callbackToken}`;
/** The alias of the job of the scenario. */
export const JOB = 'canary';

export interface CanaryOptions extends Pick<WorldOptions, 'clock' | 'scenarios' | 'intercept' | 'callback'> {
  way?: WayToSignIn;
}

export interface Exchange {
  request: HttpRequest;
  answer: HttpResponse;
}

export type CanaryWorld = ReturnType<typeof canaryWorld>;

/** The whole app in memory, with all of its secrets, its callers' and its jobs' made up, and everything noted that it does. */
export function canaryWorld({ way = 'oauth-m2m', intercept, ...options }: CanaryOptions) {
  const { clock } = options;
  const catalog = new Map<string, CatalogEntry>();
  const world = runWorld({
    ...options,
    catalog,
    users: USERS,
    systemKey: SECRETS.systemKey,
    callbackHosts: ['*.datafactory.azure.com', 'hooks.example.com'],
    callbackSecret: Buffer.from(SECRETS.callbackSecret),
    notifier: { user: 'databricks', password: SECRETS.notificationPassword },
    secrets: Object.fromEntries(PARAMETER_SECRETS.map((name) => [name, { ok: true, value: SECRETS[name] }])),
  });
  catalog.set(JOB, { job: world.jobId, secrets: [...PARAMETER_SECRETS] });
  const signedIn = signInTo(
    (request) => {
      const pass = () => world.workspace.handle(request);
      return intercept ? intercept(request, pass) : pass();
    },
    way,
    () => clock.now(),
  );
  world.app.workspaces = createWorkspaces([signedIn.workspace]);
  return {
    ...world,
    requests: signedIn.requests,
    granted: signedIn.granted,
    written: noteWrites(world.host.store, world.app),
    exchanges: noteExchanges(world),
  };
}

/** All that callers ask from now on, and how they are answered. */
function noteExchanges({ host: { host } }: Pick<ReturnType<typeof runWorld>, 'host'>): Exchange[] {
  const exchanges: Exchange[] = [];
  const { answer } = host;
  const noted = async (request: HttpRequest) => {
    const given = await answer(request);
    exchanges.push({ request, answer: given });
    return given;
  };
  Object.assign(host, { answer: noted });
  return exchanges;
}
