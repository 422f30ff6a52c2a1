import type { ShownKey } from './keyring';
import { type Door, isStranger, userNamed } from './who-asks';

export interface NewKey {
  kind: 'token' | 'secret';
  text: string;
  /** The first user, if nobody is named. */
  user?: string;
  /** For ever, if it is not told. */
  lifetimeSeconds?: number;
}

/** Where tokens and secrets are given out and taken away, while the workspace is in use. */
export interface TokenOffice {
  /** False: the workspace knows nobody of that name. */
  add(key: NewKey): boolean;
  /** From now on it is one that has expired. False: there is no such token or secret. */
  expire(text: string): boolean;
  revoke(text: string): boolean;
  list(): ShownKey[];
}

export function createTokenOffice(door: Door, now: () => number): TokenOffice {
  const { keyring, users } = door;
  return {
    add({ kind, text, user = users[0]?.name ?? '', lifetimeSeconds }) {
      const isKnown = users.some(({ name }) => name === user) || !isStranger(userNamed(user, door), door);
      if (!isKnown) return false;
      keyring.add(text, {
        kind,
        user,
        ...(lifetimeSeconds !== undefined && { endsAt: now() + lifetimeSeconds * 1000 }),
      });
      return true;
    },
    expire: keyring.expire,
    revoke: keyring.revoke,
    list: keyring.list,
  };
}

export function giveFirstKeys({ users, keyring }: Pick<Door, 'users' | 'keyring'>): void {
  for (const { name: user, tokens, secrets = [] } of users) {
    for (const text of tokens) keyring.add(text, { kind: 'token', user });
    for (const text of secrets) keyring.add(text, { kind: 'secret', user });
  }
}
