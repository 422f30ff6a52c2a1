import type { Canary } from './canary';
import { madeUp } from './canary';

/** Everything secret that there is about an app, its callers and its jobs. */
export const SECRETS = {
  token: `dapi${madeUp('token', 32)}`,
  clientSecret: `dose${madeUp('client secret', 32)}`,
  functionKey: madeUp('function key', 44),
  systemKey: madeUp('system key', 44),
  /** Of the storage account. */
  storageKey: `${madeUp('storage key', 86)}==`,
  callbackToken: madeUp('callback token', 40),
  /** The bytes of it, which a setting holds in base64. */
  callbackSecret: madeUp('callback secret', 32),
  notificationPassword: madeUp('notification password', 40),
  /** It may be taken for a word, and so for the code of an error. */
  apiKey: `key_${madeUp('api key', 40)}`,
  /** With all that programs write in another way than it is. */
  database: `Server=tcp:x,1433;Password=${madeUp('database', 20)}"\\/<&>'%+ é\t${madeUp('database, too', 20)};`,
  certificate: `-----BEGIN KEY-----\n${madeUp('certificate', 60)}\n${madeUp('certificate, too', 60)}\n-----END KEY-----\n`,
} as const;

export type SecretName = keyof typeof SECRETS;

/** What the vault hands to jobs. */
export const PARAMETER_SECRETS = ['apiKey', 'database', 'certificate'] as const satisfies readonly SecretName[];

/** All of them, or all but some that may stand somewhere. */
export function canariesBut(...names: readonly SecretName[]): Canary[] {
  const left = Object.entries(SECRETS).filter(([name]) => !names.includes(name as SecretName));
  return left.map(([name, value]) => ({ name, value }));
}
