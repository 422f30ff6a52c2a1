import type { Answer } from '../../domain/answer';

/** `refused`: this token is of no use any more, so another one is wanted. */
export type KeptToken = (options?: { refused?: string | undefined }) => Promise<Answer<string>>;

export interface TimedToken {
  text: string;
  /** From when on another one is asked for. */
  renewAt: number;
  /** Until when it is good enough if there is no other. */
  goodUntil: number;
}

const ASK_AGAIN_MS = 30_000;

/**
 * Callers at the same time share one request, and so do all whose same token was refused. While nobody can be asked for
 * a new token, the old one does.
 */
export function keepToken(fetch: () => Promise<Answer<TimedToken>>, now: () => number): KeptToken {
  let kept: TimedToken | undefined;
  let underWay: Promise<Answer<TimedToken>> | undefined;
  /** Asked for in the place of a refused token, the same one has come again: until then it would once more. */
  let noOtherUntil = Number.NEGATIVE_INFINITY;

  const renew = () => {
    underWay ??= fetch().finally(() => {
      underWay = undefined;
    });
    return underWay;
  };

  return async ({ refused } = {}) => {
    const isRefused = refused !== undefined && kept?.text === refused;
    if (kept && (isRefused ? now() < noOtherUntil : now() < kept.renewAt)) return { ok: true, value: kept.text };
    const answer = await renew();
    if (answer.ok) {
      kept = answer.value;
      if (kept.text === refused) noOtherUntil = now() + ASK_AGAIN_MS;
      return { ok: true, value: kept.text };
    }
    if (isRefused || answer.problem.kind !== 'unavailable' || !kept || now() >= kept.goodUntil) return answer;
    kept = { ...kept, renewAt: now() + ASK_AGAIN_MS };
    return { ok: true, value: kept.text };
  };
}
