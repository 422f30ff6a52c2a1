import type { ServicePrincipal } from '../simulation/service-principal';
import { type Call, Reply, type Routes } from './route';
import { listResponse, readFilter, SCIM_TYPE, ScimRefusal, unparsable } from './scim';

const PATH = 'preview/scim/v2/ServicePrincipals';
const MOST_A_PAGE = 10_000;
const SCHEMA = 'urn:ietf:params:scim:schemas:core:2.0:ServicePrincipal';

export const servicePrincipalsRoutes: Routes = {
  [`GET ${PATH}`]: (call) => {
    mustBeAdmin(call);
    const { args, world } = call;
    const filter = args.text('filter');
    const all = [...world.servicePrincipals.values()].map(view);
    const meant = filter ? all.filter(readFilter(filter)) : all;
    return scim(200, listResponse(meant, args.whole('startIndex') ?? 1, args.whole('count') ?? MOST_A_PAGE));
  },

  [`GET ${PATH}/*`]: (call) => scim(200, view(find(call))),

  [`POST ${PATH}`]: (call) => {
    mustBeAdmin(call);
    const { args, world } = call;
    const applicationId = args.text('applicationId');
    // Elsewhere than in Azure it would be made up, here it is that of an identity of Entra.
    if (!applicationId) throw unparsable('Required attribute applicationID is missing in the SCIM Object.');
    if ([...world.servicePrincipals.values()].some((known) => known.applicationId === applicationId))
      throw new ScimRefusal(
        409,
        `Service principal with application ID ${applicationId} already exists.`,
        'uniqueness',
      );
    const created: ServicePrincipal = {
      id: String(world.ids.next(false)),
      applicationId,
      displayName: args.text('displayName') ?? applicationId,
      active: true,
      entitlements: readEntitlements(args.fields.entitlements),
    };
    world.servicePrincipals.set(created.id, created);
    return scim(201, view(created));
  },

  [`PATCH ${PATH}/*`]: (call) => {
    const known = find(call);
    const { Operations: operations } = call.args.fields;
    if (!Array.isArray(operations)) throw unparsable('Operations is missing.');
    for (const operation of operations) patch(known, operation);
    return scim(200, view(known));
  },

  [`DELETE ${PATH}/*`]: (call) => {
    const { id, applicationId } = find(call);
    call.world.servicePrincipals.delete(id);
    for (const grants of call.world.grants.values()) grants.delete(applicationId);
    return scim(204, undefined);
  },
};

function mustBeAdmin({ user }: Call): void {
  if (!user.admin) throw new ScimRefusal(403, `User ${user.name} is not an admin of this workspace.`);
}

function find(call: Call): ServicePrincipal {
  mustBeAdmin(call);
  const known = call.world.servicePrincipals.get(call.target);
  if (!known) throw new ScimRefusal(404, `Service principal with id ${call.target} not found.`);
  return known;
}

/** Entitlements can be added and taken away, each by the path or by a value that holds them. */
function patch(known: ServicePrincipal, operation: unknown): void {
  const { op, path, value } = operation as { op?: unknown; path?: unknown; value?: unknown };
  const given = path === 'entitlements' ? value : (value as { entitlements?: unknown } | undefined)?.entitlements;
  const entitlements = readEntitlements(given);
  switch (String(op).toLowerCase()) {
    case 'add':
      known.entitlements = [...new Set([...known.entitlements, ...entitlements])];
      return;
    case 'remove':
      known.entitlements = known.entitlements.filter((entitlement) => !entitlements.includes(entitlement));
      return;
    default:
      throw unparsable(`The operation ${op} is not simulated.`);
  }
}

function readEntitlements(given: unknown): string[] {
  if (given === undefined) return [];
  if (!Array.isArray(given) || given.some((entry) => typeof entry?.value !== 'string'))
    throw unparsable('entitlements must be a list of values.');
  return given.map(({ value }) => value);
}

function view({ id, applicationId, displayName, active, entitlements }: ServicePrincipal) {
  return {
    schemas: [SCHEMA],
    id,
    applicationId,
    displayName,
    active,
    ...(entitlements.length > 0 && { entitlements: entitlements.map((value) => ({ value })) }),
    groups: [],
  };
}

const scim = (status: number, body: unknown) => new Reply(status, body, SCIM_TYPE);
