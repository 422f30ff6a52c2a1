import type { HttpResponse } from '../../http';
import type { InvalidJsonError } from '../json/lenient-json';

export const notFound: HttpResponse = { status: 404 };

export function json(status: number, text: string, headers: Record<string, string> = {}): HttpResponse {
  return { status, headers: { ...headers, 'content-type': 'application/json; charset=utf-8' }, body: text };
}

/** A refusal in a sentence; `cause` adds the fields that .NET exceptions bring along. */
export function refusal(status: number, message: string, cause?: { type: string; message: string }): HttpResponse {
  const detail = cause && {
    ExceptionMessage: cause.message,
    ExceptionType: cause.type,
    StackTrace: '   at the embedded host',
  };
  return json(status, JSON.stringify({ Message: message, ...detail }));
}

/** Some refusals of the real extension are a bare JSON string. */
export function bareRefusal(status: number, message: string): HttpResponse {
  return json(status, JSON.stringify(message));
}

export function brokenRequest(type: string, message: string): HttpResponse {
  return refusal(400, 'One or more of the arguments submitted is incorrect', { type, message });
}

export function internalError(type: string, message: string): HttpResponse {
  return refusal(500, 'Something went wrong while processing your request', { type, message });
}

export function invalidJson(error: InvalidJsonError): HttpResponse {
  return refusal(400, 'Invalid JSON content', { type: 'Newtonsoft.Json.JsonReaderException', message: error.message });
}
