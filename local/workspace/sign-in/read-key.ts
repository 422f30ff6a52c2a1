import { AskedWrongly } from '../asked-wrongly';
import { type Fields, number, TEN_YEARS, text } from '../control-fields';
import type { NewKey } from './token-office';

export function readNewKey(fields: Fields): NewKey {
  const { user, lifetimeSeconds } = fields;
  return {
    ...readKey(fields),
    ...(user !== undefined && { user: text(user, 'user') }),
    ...(lifetimeSeconds !== undefined && { lifetimeSeconds: number(lifetimeSeconds, TEN_YEARS, 'lifetimeSeconds') }),
  };
}

export function readKey({ token, secret }: Fields): Pick<NewKey, 'kind' | 'text'> {
  if ((token === undefined) === (secret === undefined)) throw new AskedWrongly('Say token or secret.');
  return token === undefined
    ? { kind: 'secret', text: text(secret, 'secret') }
    : { kind: 'token', text: text(token, 'token') };
}
