/** The bodies in which errors of Databricks have been seen. A client has to make sense of each. */
export const ERROR_FORMS = [
  'code', // the documented one
  'codeNumber', // error_code is a number
  'noCode', // error_code is missing
  'details', // with the reason and the domain of google.rpc.ErrorInfo
  'error', // {"error": …}, as the API 1.2 and OAuth have it
  'scim', // of the API for users and groups
  'plain', // CODE: message
  'htmlPre', // a page with the message in <pre>
  'htmlTitle', // a page with the message in its title
  'empty',
] as const;

export type ErrorForm = (typeof ERROR_FORMS)[number];

export interface ErrorFacts {
  status: number;
  code: string;
  message: string;
}

const JSON_TYPE = 'application/json';
const HTML_TYPE = 'text/html;charset=utf-8';

export function errorBody(form: ErrorForm, { status, code, message }: ErrorFacts): { type: string; body: string } {
  switch (form) {
    case 'code':
      return json({ error_code: code, message });
    case 'codeNumber':
      return json({ error_code: status, message });
    case 'noCode':
      return json({ message });
    case 'details':
      return json({ error_code: code, message, details: [errorInfo(code)] });
    case 'error':
      return json({ error: message });
    case 'scim':
      return json({
        schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
        detail: message,
        status: String(status),
        scimType: code,
      });
    case 'plain':
      return { type: 'text/plain;charset=utf-8', body: `${code}: ${message}` };
    case 'htmlPre':
      return {
        type: HTML_TYPE,
        body: `<html><body><h2>HTTP ERROR ${status}</h2><pre>${html(message)}</pre></body></html>`,
      };
    case 'htmlTitle':
      return { type: HTML_TYPE, body: `<html><head><title>Error ${status} ${html(message)}</title></head></html>` };
    case 'empty':
      return { type: '', body: '' };
  }
}

/** The page for people that is behind the redirect of a workspace with a private link, and answers 200. */
export const LOGIN_PAGE = {
  type: HTML_TYPE,
  body: '<!doctype html><html><head><title>Sign in to Databricks</title></head><body><h1>Sign in</h1></body></html>',
};

function json(value: unknown): { type: string; body: string } {
  return { type: JSON_TYPE, body: JSON.stringify(value) };
}

function errorInfo(reason: string) {
  return {
    '@type': 'type.googleapis.com/google.rpc.ErrorInfo',
    reason,
    domain: 'databricks.com',
    metadata: { simulated: 'true' },
  };
}

function html(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
