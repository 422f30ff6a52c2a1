/** What came of asking Databricks for something. What is expected to go wrong is a value, not an exception. */
export type Answer<T> = { ok: true; value: T } | { ok: false; problem: Problem };

export interface Problem {
  /**
   * What a caller can do about it. `unavailable`: ask again later (network, 429, 5xx, an answer that can't be read).
   * `refused`: never, as it stands.
   */
  kind: 'unavailable' | 'unauthenticated' | 'forbidden' | 'notFound' | 'refused';
  /** Databricks' `error_code`, else `HTTP_503`, `NETWORK`, `UNREADABLE_ANSWER` or `NO_TOKEN`. */
  code: string;
  /** For people: one line, cut, and without secrets. */
  message: string;
  retryAfterMs?: number | undefined;
  /** Databricks asked for fewer requests. */
  throttled?: true | undefined;
  /** Whether what was asked for may have been done all the same. */
  mayHaveHappened: boolean;
}
