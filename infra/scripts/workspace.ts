import { CannotGoOn } from './step.ts';

/** What the workspace answered, or why it refused. */
export type Answer = { ok: true; body: Record<string, unknown> } | { ok: false; status: number; why: string };

export type Ask = (method: string, path: string, body?: object) => Promise<Answer>;

const PATIENCE_MS = 30_000;

export function connect(host: string, token: string): Ask {
  return async (method, path, body) => {
    const response = await send(host + path, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE_MS),
      ...(body && { body: JSON.stringify(body) }),
    });
    const { status } = response;
    const text = await response.text();
    const read = asObject(text);
    if (response.ok && read) return { ok: true, body: read };
    // A workspace behind a private link sends everybody else to a page for people.
    if (response.ok || (status >= 300 && status < 400))
      throw new CannotGoOn(`${host} did not answer as a workspace does: is it open to this machine (private link)?`);
    const why = `${status}: ${read ? messageOf(read) : withoutTags(text)}`.replaceAll(token, '***');
    if (status === 401 || isAboutTheToken(why))
      throw new CannotGoOn(`Databricks does not accept the token (${why}). Are you signed in to the right tenant?`);
    return { ok: false, status, why };
  };
}

async function send(url: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(url, init);
  } catch (error) {
    const { cause, message } = error as Error & { cause?: { code?: string } };
    throw new CannotGoOn(
      `${new URL(url).origin} can't be reached: ${cause?.code ?? message}. Is that the workspace (--host), and is it open to this machine?`,
    );
  }
}

function isAboutTheToken(why: string): boolean {
  return /invalid access token|token is expired|user not authorized/i.test(why);
}

function messageOf({ message, detail, error }: Record<string, unknown>): string {
  return String(message ?? detail ?? error ?? 'no reason given');
}

function withoutTags(text: string): string {
  const words = text.replace(/<[^>]*>/g, ' ').replace(/\s+/g, ' ');
  return words.trim().slice(0, 300) || 'no reason given';
}

function asObject(text: string): Record<string, unknown> | undefined {
  try {
    const value = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined;
  }
}
