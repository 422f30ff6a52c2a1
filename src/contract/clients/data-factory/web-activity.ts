import { appUrl } from './arm';
import { type Activity, expression } from './pipeline';
import type { SignIn } from './sign-in';

/** Whether the activity follows a 202 until it has become something else. */
type Mode = 'waits' | 'goesOn';

/** For how long: the longest there is, because it is the app that watches over the time of a run, and that stops the run. */
const TIMEOUT: Readonly<Record<Mode, string>> = { waits: '7.00:00:00', goesOn: '00:10:00' };

/** The request is repeated, and not the job: by its key, a start meets the run of the one before. */
export const RETRIES = { retry: 2, retryIntervalInSeconds: 30 };

/** An app that has slept takes its time for the first answer. */
const HTTP_REQUEST_TIMEOUT = '00:02:00';

interface Start {
  name: string;
  description: string;
  dependsOn: Activity['dependsOn'];
  /** Where one activity starts several runs: code of what tells them apart. */
  keySuffix?: string;
  body: object;
}

export const startHeaders = (name: string, keySuffix?: string) => ({
  'Content-Type': 'application/json',
  'Idempotency-Key': expression(`concat(pipeline().RunId, '-${name}'${keySuffix ? `, ${keySuffix}` : ''})`),
});

/** Inputs stand in the log, with the headers. */
export const hidesInput = ({ headers }: SignIn): boolean => Object.keys(headers).length > 0;

export function startByWeb(signIn: SignIn, { keySuffix, body, ...activity }: Start, mode: Mode): Activity {
  const { headers, authentication } = signIn;
  // The first answer to a start may hold the standard URLs, and with them a key that opens every run.
  const secureOutput = mode === 'goesOn';
  return {
    ...activity,
    type: 'WebActivity',
    policy: { timeout: TIMEOUT[mode], ...RETRIES, secureInput: hidesInput(signIn), secureOutput },
    typeProperties: {
      method: 'POST',
      url: appUrl('/api/runs'),
      headers: { ...startHeaders(activity.name, keySuffix), ...headers },
      body,
      ...(authentication && { authentication }),
      httpRequestTimeout: HTTP_REQUEST_TIMEOUT,
      turnOffAsync: mode === 'goesOn',
    },
  };
}

interface Follow {
  name: string;
  description: string;
  dependsOn: Activity['dependsOn'];
  /** The activity that has started the run. */
  started: string;
  onFailure?: 200;
}

/** Asks by the run's own link, which needs no key. */
export function followByWeb({ started, onFailure, ...activity }: Follow, mode: Mode): Activity {
  const path = `@{activity('${started}').output.statusPath}${onFailure ? `?onFailure=${onFailure}` : ''}`;
  return {
    ...activity,
    type: 'WebActivity',
    policy: { timeout: TIMEOUT[mode], ...RETRIES, secureInput: false, secureOutput: false },
    typeProperties: {
      method: 'GET',
      url: { value: appUrl(path), type: 'Expression' },
      httpRequestTimeout: HTTP_REQUEST_TIMEOUT,
      turnOffAsync: mode === 'goesOn',
    },
  };
}
