export const HOUR_MS = 3_600_000;
export const DAY_MS = 24 * HOUR_MS;

/** What a run may be given at most: a month. */
export const MOST_TIMEOUT_SECONDS = (30 * DAY_MS) / 1000;

/**
 * For how long it is asked what has become of a run that nobody watches any more: while it may go on, it stands in the way
 * of others.
 */
export const ASKED_ABOUT_MS = 2 * DAY_MS;

/** For how long an idempotency key stands for its run. */
export const CLAIM_LIFE_MS = 7 * DAY_MS;

/** For how long a run without an end is looked after once its time is up, so that it stops. */
export const LOOKED_AFTER_MS = ASKED_ABOUT_MS;
