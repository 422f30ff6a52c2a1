import { createHmac, timingSafeEqual } from 'node:crypto';
import { isRunId } from './runs/run-id';

/** What a link opens: how the run stands and what it has left, or the latter alone. */
export type LinkScope = 'run' | 'output';

export interface Link {
  runId: string;
  scope: LinkScope;
  /** In seconds since 1970. */
  expiresAt: number;
}

const SCOPES: Readonly<Record<string, LinkScope>> = { r: 'run', o: 'output' };
/** 128 bits can't be guessed, and keep an address short. */
const MAC_BYTES = 16;

/** A token is what it says, in the open, and a proof that this app has said it. */
export function signLink({ runId, scope, expiresAt }: Link, key: Buffer): string {
  const said = `${scope[0]}${expiresAt.toString(36)}~${runId}`;
  return `${said}~${mac(said, key).toString('base64url')}`;
}

/** Undefined: this app has never made that token. Whether it has expired is for the caller to ask. */
export function readLink(token: string, key: Buffer): Link | undefined {
  const [, said = '', scope = '', expires = '', runId = '', proof = ''] =
    /^(([a-z])([0-9a-z]{1,9})~([^~]{1,100}))~([A-Za-z0-9_-]{22})$/.exec(token) ?? [];
  const given = Buffer.from(proof, 'base64url');
  const expected = mac(said, key);
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) return undefined;
  const known = SCOPES[scope];
  if (!known || !isRunId(runId) || given.toString('base64url') !== proof) return undefined;
  return { runId, scope: known, expiresAt: Number.parseInt(expires, 36) };
}

const mac = (said: string, key: Buffer) => createHmac('sha256', key).update(said).digest().subarray(0, MAC_BYTES);
