import type { HttpRequest } from '@azure/functions';
import { readJsonBody } from '../../contract/json/strict-json';
import { ProblemError } from '../../contract/problem';

/** Where every field has a default, there may be no body at all. */
export async function readOptionalBody(request: HttpRequest): Promise<unknown> {
  try {
    return await readBody(request);
  } catch (error) {
    if (error instanceof ProblemError && error.facts.code === 'bodyMissing') return {};
    throw error;
  }
}

/** The JSON body of a request. What is wrong with it is said without repeating it: it may hold secrets. */
export async function readBody(request: HttpRequest): Promise<unknown> {
  const type = request.headers.get('content-type') ?? 'application/json';
  if (!/^application\/([\w.-]+\+)?json\s*(;|$)/i.test(type.trim())) {
    throw new ProblemError({
      status: 415,
      code: 'bodyNotJson',
      detail: 'The body must be JSON. Send the header Content-Type: application/json.',
    });
  }
  if (request.headers.has('content-encoding')) {
    throw new ProblemError({
      status: 415,
      code: 'bodyEncoded',
      detail: 'The body must not be compressed. Send it without Content-Encoding.',
    });
  }
  const read = readJsonBody(new Uint8Array(await request.arrayBuffer()));
  if (read.ok) return read.value;
  throw new ProblemError({ status: read.code === 'bodyTooLarge' ? 413 : 400, code: read.code, detail: read.detail });
}
