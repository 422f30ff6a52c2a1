import type { HttpRequest, HttpResponse } from '../../http';
import type { User } from '../access';
import type { WorkspaceSettings } from '../settings';
import type { World } from '../simulation/world';
import { type AzureSide, readEntraToken } from './entra-token';
import { type Key, type Keyring, timeLeft } from './keyring';
import {
  expiredTokenResponse,
  noTokenResponse,
  strangerResponse,
  unknownTokenResponse,
  wrongAudienceResponse,
  wrongResourceResponse,
} from './refusals';

/** Azure Databricks, in every tenant. */
const DATABRICKS = '2ff814a6-3304-4ab8-85cb-cd0e6f879c1d';
const AZURE_ITSELF = 'https://management.core.windows.net/';
const RESOURCE_HEADER = 'x-databricks-azure-workspace-resource-id';
const MANAGEMENT_HEADER = 'x-databricks-azure-sp-management-token';
/** A token that would be over before the work is done is not taken. */
const TOO_LATE_MS = 30_000;

/** Everything that decides who is let in. */
export interface Door {
  world: World;
  users: readonly User[];
  keyring: Keyring;
  azure: AzureSide;
  settings: WorkspaceSettings;
}

type Found<T> = { value: T } | { refusal: HttpResponse };

/** Who sends a request, by the token in it. */
export function whoAsks({ headers, path }: HttpRequest, door: Door): Found<User> {
  const text = /^Bearer (.+)$/i.exec(headers.authorization ?? '')?.[1];
  if (!text) return { refusal: noTokenResponse() };
  const key = keyOf(text, DATABRICKS, path, door);
  if ('refusal' in key) return key;
  const user = userNamed(key.value.user, door);
  const { [RESOURCE_HEADER]: resource, [MANAGEMENT_HEADER]: management } = headers;
  if (resource !== undefined && management) return asContributor(user, { resource, management, path }, door);
  return isStranger(user, door) ? { refusal: strangerResponse(path) } : { value: user };
}

/** A service principal may have tokens of Entra, or secrets, before anybody has added it to the workspace. */
export function isStranger({ name, servicePrincipal = false }: User, { world }: Pick<Door, 'world'>): boolean {
  return servicePrincipal && ![...world.servicePrincipals.values()].some((known) => known.applicationId === name);
}

export function userNamed(name: string, { users }: Pick<Door, 'users'>): User {
  return users.find((user) => user.name === name) ?? { name, tokens: [], servicePrincipal: true };
}

function keyOf(text: string, audience: string, path: string, door: Door): Found<Key> {
  const { keyring, azure, settings, world } = door;
  const token = keyring.find(text) ? undefined : readEntraToken(text, azure);
  if (token) keyring.add(text, { kind: 'entra', ...token });
  const key = keyring.find(text);
  if (!key || key.kind === 'secret' || key.isRevoked) return { refusal: unknownTokenResponse() };
  if (key.audience !== undefined && key.audience !== audience)
    return { refusal: wrongAudienceResponse(path, audience, key.audience) };
  const msLeft = timeLeft(key, world.timeline.now);
  if (key.kind === 'token') return msLeft > 0 ? { value: key } : { refusal: unknownTokenResponse() };
  if (msLeft >= TOO_LATE_MS) return { value: key };
  return { refusal: expiredTokenResponse(settings.expiredToken, { path, endsAt: key.endsAt ?? 0, msLeft }) };
}

/** Whoever has a right to the workspace as a resource of Azure is an admin in it, whether a member or not. */
function asContributor(
  user: User,
  { resource, management, path }: { resource: string; management: string; path: string },
  door: Door,
): Found<User> {
  const { resourceId, contributors = [] } = door.azure;
  if (resource.toLowerCase() !== resourceId?.toLowerCase()) return { refusal: wrongResourceResponse(path) };
  const key = keyOf(management, AZURE_ITSELF, path, door);
  if ('refusal' in key) return key;
  const { kind, user: name } = key.value;
  const isRight = kind === 'entra' && name === user.name && contributors.includes(name);
  return isRight ? { value: { ...user, admin: true } } : { refusal: strangerResponse(path) };
}
