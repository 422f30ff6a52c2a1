import type { Answer } from '../../domain/answer';

/** `refresh`: what was kept has been refused, so it must not come back. */
export type DatabricksToken = (options?: { refresh?: boolean | undefined }) => Promise<Answer<string>>;

export interface TimedToken {
  text: string;
  /** From when on another one is asked for. */
  renewAt: number;
  /** Until when it is good enough if there is no other. */
  goodUntil: number;
}

const ASK_AGAIN_MS = 30_000;

/** Callers at the same time share one request. While nobody can be asked for a new token, the old one does. */
export function keepToken(fetch: () => Promise<Answer<TimedToken>>, now: () => number): DatabricksToken {
  let kept: TimedToken | undefined;
  let underWay: Promise<Answer<TimedToken>> | undefined;

  const renew = () => {
    underWay ??= fetch().finally(() => {
      underWay = undefined;
    });
    return underWay;
  };

  return async ({ refresh = false } = {}) => {
    if (!refresh && kept && now() < kept.renewAt) return { ok: true, value: kept.text };
    const answer = await renew();
    if (answer.ok) {
      kept = answer.value;
      return { ok: true, value: kept.text };
    }
    if (refresh || answer.problem.kind !== 'unavailable' || !kept || now() >= kept.goodUntil) return answer;
    kept = { ...kept, renewAt: now() + ASK_AGAIN_MS };
    return { ok: true, value: kept.text };
  };
}
