import { randomUUID } from 'node:crypto';
import type { HttpRequest, HttpResponse } from '../../../local/http';
import { AUDIENCES, type Issuer } from './issuer';
import { json, type StandIn, startStandIn } from './stand-in';

const DAY_SECONDS = 86_400;
/** The platform keeps a token, and gives it again and again until its end is near. */
const RENEW_BEFORE_END_MS = 300_000;

/** What App Service and Azure Functions give the app on the side, without https, where its identities get their tokens. */
export interface AppServiceIdentity extends Omit<StandIn, 'routes' | 'certificate'> {
  /** What the platform puts into the environment of the app. */
  environment: { IDENTITY_ENDPOINT: string; IDENTITY_HEADER: string };
  /** Assigns a user-assigned identity. */
  assign(clientId: string): void;
  unassign(clientId: string): void;
  /** The system-assigned one, by its application id, if it is on. */
  systemAssigned: string | undefined;
  lifetimeSeconds: number;
  /** So that the next token is another one, whatever was kept. */
  forget(): void;
}

interface State {
  issuer: Issuer;
  assigned: ReadonlySet<string>;
  kept: Map<string, { token: string; endsAt: number }>;
  identity: Pick<AppServiceIdentity, 'systemAssigned' | 'lifetimeSeconds' | 'environment'>;
  now: () => number;
}

export async function startAppServiceIdentity(
  issuer: Issuer,
  { now = Date.now }: { now?: () => number } = {},
): Promise<AppServiceIdentity> {
  const assigned = new Set<string>();
  const kept: State['kept'] = new Map();
  const standIn = await startStandIn(async (request) => answer(request, { issuer, assigned, kept, identity, now }), {
    now,
  });
  const identity: AppServiceIdentity = Object.assign(standIn, {
    environment: {
      IDENTITY_ENDPOINT: `http://127.0.0.1:${standIn.port}/msi/token`,
      IDENTITY_HEADER: randomUUID(),
    },
    systemAssigned: undefined,
    lifetimeSeconds: DAY_SECONDS,
    assign: (clientId: string) => void assigned.add(clientId),
    unassign: (clientId: string) => void assigned.delete(clientId),
    forget: () => kept.clear(),
  });
  return identity;
}

function answer({ method, path, query, headers }: HttpRequest, state: State): HttpResponse {
  const { systemAssigned, environment } = state.identity;
  if (method !== 'GET' || path !== '/msi/token') return { status: 404 };
  if (headers['x-identity-header'] !== environment.IDENTITY_HEADER) return refusal(403, 'The header is wrong.');
  const asked = new URLSearchParams(query);
  if (asked.get('api-version') !== '2019-08-01') return refusal(400, 'The api-version is not supported.');
  const resource = asked.get('resource') ?? '';
  if (!Object.values<string>(AUDIENCES).includes(resource))
    return refusal(400, `AADSTS500011: ${resource} is unknown.`);
  const clientId = asked.get('client_id');
  const found = clientId === null ? systemAssigned : [...state.assigned].find((id) => id === clientId);
  if (found === undefined) {
    const which = clientId === null ? 'Managed Identity' : 'User Assigned or Delegated Managed Identity';
    return refusal(400, `No ${which} found for specified ClientId/ResourceId/PrincipalId.`);
  }
  const { token, endsAt } = tokenOf(found, resource, state);
  const expires_on = String(Math.floor(endsAt / 1000));
  return json(200, { access_token: token, client_id: found, expires_on, resource, token_type: 'Bearer' });
}

function tokenOf(appId: string, audience: string, { kept, issuer, identity, now }: State) {
  const key = `${appId} ${audience}`;
  const old = kept.get(key);
  if (old && now() < old.endsAt - RENEW_BEFORE_END_MS) return old;
  const { lifetimeSeconds } = identity;
  const made = issuer.issue({ appId, audience, lifetimeSeconds });
  kept.set(key, made);
  return made;
}

const refusal = (statusCode: number, message: string) =>
  json(statusCode, { statusCode, message, correlationId: randomUUID() });
