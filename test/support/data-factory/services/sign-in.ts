import { isObject, type Json } from '../json';

/** The token that the managed identity of the factory is given for a resource. */
export const tokenFor = (resource: string): string => `token-for-${resource}`;

export const bearerOf = (token: string): string => `Bearer ${token}`;

/** What the `authentication` of an activity adds to the headers of its request. */
export function signInHeaders(authentication: Json | undefined): Record<string, string> {
  if (authentication === undefined) return {};
  const { type, resource } = isObject(authentication) ? authentication : {};
  if (type !== 'MSI' || typeof resource !== 'string') throw new Error('Only managed identities are played');
  return { Authorization: bearerOf(tokenFor(resource)) };
}
