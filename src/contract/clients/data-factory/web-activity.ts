import { appUrl } from './arm';
import { type Activity, expression } from './pipeline';
import type { SignIn } from './sign-in';

/** The longest there is: how long a run may take is for the app to watch over, which also stops it. */
const LONGEST = '7.00:00:00';

/** One request is repeated, and not the job: the idempotency key makes the second one meet the run of the first. */
const RETRIES = { retry: 2, retryIntervalInSeconds: 30 };

/** A cold start takes seconds; all other answers come at once. */
const HTTP_REQUEST_TIMEOUT = '00:02:00';

interface Start {
  name: string;
  description: string;
  dependsOn: NonNullable<Activity['dependsOn']>;
  /** Told apart from every other start of this pipeline run. */
  keySuffix?: string;
  body: object;
}

export const startHeaders = (name: string, suffix = '') => ({
  'Content-Type': 'application/json',
  'Idempotency-Key': expression(`concat(pipeline().RunId, '-${name}'${suffix && `, ${suffix}`})`),
});

/** Starts a run. A key in a header must not show in the log. */
export function startByWeb(signIn: SignIn, { name, description, dependsOn, keySuffix, body }: Start, waits: boolean) {
  const { headers, authentication } = signIn;
  return {
    name,
    description,
    type: 'WebActivity',
    dependsOn,
    policy: { timeout: waits ? LONGEST : '00:10:00', ...RETRIES, secureInput: hidesInput(signIn), secureOutput: false },
    typeProperties: {
      method: 'POST',
      url: appUrl('/api/runs'),
      headers: { ...startHeaders(name, keySuffix), ...headers },
      body,
      ...(authentication && { authentication }),
      httpRequestTimeout: HTTP_REQUEST_TIMEOUT,
      turnOffAsync: !waits,
    },
  } satisfies Activity;
}

export const hidesInput = ({ headers }: SignIn): boolean => Object.keys(headers).length > 0;

interface Follow {
  name: string;
  description: string;
  dependsOn: NonNullable<Activity['dependsOn']>;
  /** The activity that has started the run. */
  started: string;
  onFailure?: 200;
}

/** Asks by the run's own link, which needs no key. */
export function followByWeb({ name, description, dependsOn, started, onFailure }: Follow, waits: boolean) {
  return {
    name,
    description,
    type: 'WebActivity',
    dependsOn,
    policy: { timeout: waits ? LONGEST : '00:10:00', ...RETRIES, secureInput: false, secureOutput: false },
    typeProperties: {
      method: 'GET',
      url: appUrl(`@{activity('${started}').output.statusPath}${onFailure ? `?onFailure=${onFailure}` : ''}`),
      httpRequestTimeout: HTTP_REQUEST_TIMEOUT,
      turnOffAsync: !waits,
    },
  } satisfies Activity;
}
