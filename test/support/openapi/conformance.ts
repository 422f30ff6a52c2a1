import { Ajv2020 } from 'ajv/dist/2020';
import type { Document, Media, Method, Operation, Response } from '../../../src/contract/openapi/types';
import type { Reply } from '../run-world';

/** Holds real answers to the document, and tells what it never saw. */
export function conformanceTo(document: Document) {
  const ajv = new Ajv2020({ strict: false, allErrors: true, formats: { 'date-time': isTime, uri: isUri } });
  ajv.addSchema(withoutUnknownFields(document) as object, 'document');
  const seen = new Set<string>();
  const operationFor = operationsByPath(document);

  function complaints(method: string, path: string, { status, headers, body }: Reply): string[] {
    const found = operationFor(method, path);
    if (!found) return [`${method} ${path} is not in the document`];
    const place = `${found.operation.operationId} ${status}`;
    const response = found.operation.responses[status];
    if (!response) return [`${place} is not in the document`];
    seen.add(place);
    const missing = missingHeaders(response, headers).map((name) => `${place} has no header ${name}`);
    const type = (headers['content-type'] ?? '').replace(/;.*/, '');
    if (!response.content) return type === '' ? missing : [...missing, `${place} has a body of ${type}`];
    if (!response.content[type]) return [...missing, `${place} is of type ${type}`];
    if (!/json$/.test(type) || /ndjson/.test(type)) return missing;
    const pointer = ['paths', found.template, method.toLowerCase(), 'responses', status, 'content', type, 'schema'];
    const validate = ajv.getSchema(`document#/${pointer.map(asPointer).join('/')}`); // compiled once
    if (!validate) throw new Error(`There is no schema for ${place}.`);
    if (validate(body)) return missing;
    return [
      ...missing,
      ...(validate.errors ?? []).map(
        (error) => `${place} ${error.instancePath} ${error.message}: ${JSON.stringify(error.params)}`,
      ),
    ];
  }

  return { complaints, unseen: () => documented(document).filter((place) => !seen.has(place)), ajv };
}

export function operations(document: Document): { template: string; method: Method; operation: Operation }[] {
  return Object.entries(document.paths).flatMap(([template, item]) =>
    (Object.entries(item) as [Method, Operation][]).map(([method, operation]) => ({ template, method, operation })),
  );
}

export function mediaOf({ requestBody, responses }: Operation): Media[] {
  return [requestBody, ...Object.values(responses)].flatMap((part) => Object.values(part?.content ?? {}));
}

function documented(document: Document): string[] {
  return operations(document).flatMap(({ operation }) =>
    Object.keys(operation.responses).map((status) => `${operation.operationId} ${status}`),
  );
}

function operationsByPath(document: Document) {
  const known = operations(document)
    .sort((one, other) => Number(one.template.includes('{')) - Number(other.template.includes('{')))
    .map((one) => ({
      ...one,
      pattern: new RegExp(`^${one.template.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`),
    }));
  return (method: string, path: string) => {
    const [pathname = ''] = path.split('?');
    return known.find((one) => one.method === method.toLowerCase() && one.pattern.test(`/${pathname}`));
  };
}

/** They say something about some outputs only. */
const OPTIONAL = ['x-output-truncated', 'x-output-chunks'];

function missingHeaders({ headers = {} }: Response, given: Record<string, string>): string[] {
  return Object.keys(headers).filter((name) => !OPTIONAL.includes(name) && given[name] === undefined);
}

/** Callers are told to expect more fields some day; a test wants to see every field in the document. */
function withoutUnknownFields(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUnknownFields);
  if (typeof value !== 'object' || value === null) return value;
  const copy = Object.fromEntries(Object.entries(value).map(([name, part]) => [name, withoutUnknownFields(part)]));
  return copy.type === 'object' && copy.properties ? { additionalProperties: false, ...copy } : copy;
}

const asPointer = (part: string | number) =>
  encodeURIComponent(String(part).replaceAll('~', '~0').replaceAll('/', '~1'));
const isTime = (text: string) => /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(text) && !Number.isNaN(Date.parse(text));
const isUri = (text: string) => URL.canParse(text);
