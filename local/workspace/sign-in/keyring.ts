import { fingerprint } from '../credential';

/** A personal access token, an OAuth secret, a token that such a secret was exchanged for, or one that Entra gave out. */
export type KeyKind = 'token' | 'secret' | 'grant' | 'entra';

export interface Key {
  kind: KeyKind;
  /** Whose it is, by name. */
  user: string;
  /** Of a token of Entra: whom it is meant for. */
  audience?: string;
  /** Never, if it is not told. */
  endsAt?: number | undefined;
  isRevoked?: boolean;
}

/** Without the key itself: two that are equal have the same fingerprint. */
export interface ShownKey {
  kind: KeyKind;
  user: string;
  fingerprint: string;
  state: 'good' | 'expired' | 'revoked';
  endsAt?: string;
}

/** All that somebody can show to be let in. A token of Entra is known from its first use on. */
export interface Keyring {
  add(text: string, key: Key): void;
  find(text: string): Key | undefined;
  /** False: there is no such key. */
  expire(text: string): boolean;
  revoke(text: string): boolean;
  list(): ShownKey[];
}

export function createKeyring(now: () => number): Keyring {
  const keys = new Map<string, Key>();
  const change = (text: string, changed: Partial<Key>) => {
    const key = keys.get(text);
    if (key) keys.set(text, { ...key, ...changed });
    return key !== undefined;
  };
  return {
    add: (text, key) => void keys.set(text, key),
    find: (text) => keys.get(text),
    expire: (text) => change(text, { endsAt: now() }),
    revoke: (text) => change(text, { isRevoked: true }),
    list: () => [...keys].map(([text, key]) => shown(text, key, now())),
  };
}

/** How long it will still be good; nothing is left of what was revoked. */
export function timeLeft({ endsAt = Number.POSITIVE_INFINITY, isRevoked = false }: Key, now: number): number {
  return isRevoked ? 0 : Math.max(0, endsAt - now);
}

function shown(text: string, key: Key, now: number): ShownKey {
  const { kind, user, endsAt, isRevoked = false } = key;
  return {
    kind,
    user,
    fingerprint: fingerprint(text),
    state: isRevoked ? 'revoked' : timeLeft(key, now) > 0 ? 'good' : 'expired',
    ...(endsAt !== undefined && { endsAt: new Date(endsAt).toISOString() }),
  };
}
