// biome-ignore lint/suspicious/noExplicitAny: answers are read as a caller without types would
export type Body = any;

export interface Reply {
  status: number;
  headers: Headers;
  text: string;
  /** Undefined: it is not JSON. */
  body: Body;
}

export interface Asking {
  body?: object;
  headers?: Record<string, string>;
  key?: string | undefined;
}

/** The path may also be a whole address, as in a Location. */
export async function askApp(
  baseUrl: string,
  method: string,
  path: string,
  { body, headers, key }: Asking,
): Promise<Reply> {
  const answer = await fetch(new URL(path, baseUrl), {
    method,
    headers: {
      ...(body && { 'content-type': 'application/json' }),
      ...(key && { 'x-functions-key': key }),
      ...headers,
    },
    ...(body && { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  const isJson = /^application\/(problem\+)?json/.test(answer.headers.get('content-type') ?? '');
  return { status: answer.status, headers: answer.headers, text, body: isJson ? JSON.parse(text) : undefined };
}
