import type { Clock } from '../../../../local/clock';

export interface WebRequest {
  readonly method: 'GET' | 'POST';
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: Uint8Array | undefined;
}

export interface WebResponse {
  readonly status: number;
  /** By name in small letters. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
}

/** Where a query finds the web. */
export interface Web {
  readonly clock: Clock;
  readonly send: (request: WebRequest) => Promise<WebResponse>;
  readonly credentials: Credentials;
  /** One for all evaluations of a refresh. */
  readonly cache: Map<string, WebResponse>;
}

/** What the user has signed in with, by the address of the source. */
export type Credentials = ReadonlyMap<string, Credential>;
export type Credential = { readonly kind: 'anonymous' } | { readonly kind: 'key'; readonly key: string };

export const pause = (clock: Clock, ms: number): Promise<void> =>
  new Promise((resolve) => void clock.schedule(clock.now() + ms, resolve));
