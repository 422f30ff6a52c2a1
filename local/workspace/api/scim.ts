import type { HttpResponse } from '../../http';

/** The part of the workspace that speaks SCIM (RFC 7644) has errors of its own form. */
export class ScimRefusal extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly type?: string,
  ) {
    super(message);
  }
}

export const SCIM_TYPE = { 'content-type': 'application/scim+json' };

export function scimError({ status, message, type }: ScimRefusal): HttpResponse {
  const body = {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
    detail: message,
    status: String(status),
    ...(type !== undefined && { scimType: type }),
  };
  return { status, headers: SCIM_TYPE, body: JSON.stringify(body) };
}

/** What Databricks says to each body that it cannot use; the type tells why. */
export const unparsable = (why: string) =>
  new ScimRefusal(400, 'Request is unparsable, syntactically incorrect, or violates schema.', why);

/** Reads `applicationId eq "…"`. Quotes of either kind may be left out. */
export function readFilter(filter: string): (resource: Record<string, unknown>) => boolean {
  const [, attribute = '', value] = /^\s*(\w+)\s+eq\s+["']?([^"']*)["']?\s*$/i.exec(filter) ?? [];
  if (value === undefined) throw new ScimRefusal(400, `The filter cannot be read: ${filter}`, 'invalidFilter');
  const matches = (name: string) => name.toLowerCase() === attribute.toLowerCase();
  return (resource) => Object.entries(resource).some(([name, held]) => matches(name) && String(held) === value);
}

export function listResponse(all: readonly unknown[], startIndex: number, count: number) {
  const shown = all.slice(startIndex - 1, startIndex - 1 + count);
  return {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:ListResponse'],
    totalResults: all.length,
    startIndex,
    itemsPerPage: shown.length,
    ...(shown.length > 0 && { Resources: shown }),
  };
}
