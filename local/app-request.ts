export interface Reply {
  status: number;
  /** As JSON, else as text. */
  body: unknown;
}

/** Asks the app as any caller would: by HTTP, with a path below its address. */
export type Ask = (method: 'GET' | 'POST', path: string, body?: object) => Promise<Reply>;

const ANSWER_WITHIN_MS = 60_000;

/** After an abort there are no answers. A request under way is not cut off: the app would go on with it while it is stopped. */
export function asking(url: string, key: string | undefined, signal: AbortSignal): Ask {
  return async (method, path, body) => {
    signal.throwIfAborted();
    const answer = await fetch(`${url}${path}`, {
      method,
      signal: AbortSignal.timeout(ANSWER_WITHIN_MS),
      headers: {
        ...(body && { 'content-type': 'application/json' }),
        ...(key !== undefined && { 'x-functions-key': key }),
      },
      ...(body && { body: JSON.stringify(body) }),
    });
    const text = await answer.text();
    signal.throwIfAborted();
    return { status: answer.status, body: parsed(text) };
  };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
