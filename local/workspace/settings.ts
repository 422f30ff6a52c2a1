import type { NotFoundSpelling } from './api/errors';
import { AskedWrongly } from './asked-wrongly';
import { type Fields, number, oneOf, TEN_YEARS } from './control-fields';
import { EXPIRED_SPELLINGS, type ExpiredSpelling } from './sign-in/refusals';

/** In what one workspace differs from another, or from itself some years ago. May be changed while it is in use. */
export interface WorkspaceSettings {
  notFound: NotFoundSpelling;
  /** What a token is told that has expired. */
  expiredToken: ExpiredSpelling;
  /** How long a token is good that was given out by OAuth. */
  oauthLifetimeSeconds: number;
}

export const USUAL_SETTINGS: WorkspaceSettings = {
  notFound: 'old400',
  expiredToken: 'invalid403',
  oauthLifetimeSeconds: 3600,
};

const NOT_FOUND: readonly NotFoundSpelling[] = ['old400', 'new404'];

export function readSettings({
  notFound,
  expiredToken,
  oauthLifetimeSeconds,
  ...others
}: Fields): Partial<WorkspaceSettings> {
  const [unknown] = Object.keys(others);
  if (unknown !== undefined) throw new AskedWrongly(`There is no setting ${unknown}.`);
  return {
    ...(notFound !== undefined && { notFound: oneOf(notFound, NOT_FOUND, 'notFound') }),
    ...(expiredToken !== undefined && { expiredToken: oneOf(expiredToken, EXPIRED_SPELLINGS, 'expiredToken') }),
    ...(oauthLifetimeSeconds !== undefined && {
      oauthLifetimeSeconds: number(oauthLifetimeSeconds, TEN_YEARS, 'oauthLifetimeSeconds'),
    }),
  };
}
