import { isObject, type Json } from '../json';
import type { FactoryDefinition } from '../pipeline/definition';
import type { KeyVault } from './key-vault';
import { bearerOf, tokenFor } from './sign-in';

/** A linked service of type AzureFunction: where the app is, and what proves who asks. */
export interface FunctionApp {
  url: string;
  headers: Record<string, string>;
}

export function findFunctionApp(name: string, { linkedServices }: FactoryDefinition, vault: KeyVault): FunctionApp {
  const service = linkedServices.get(name);
  if (service?.type !== 'AzureFunction') throw new Error(`'${name}' is no linked service to a function app`);
  const { functionAppUrl, functionKey, authentication, resourceId } = service.typeProperties;
  if (typeof functionAppUrl !== 'string') throw new Error(`'${name}' has no functionAppUrl`);
  if (authentication === 'MSI') {
    return { url: functionAppUrl, headers: { Authorization: bearerOf(tokenFor(String(resourceId))) } };
  }
  return { url: functionAppUrl, headers: { 'x-functions-key': readSecret(functionKey) } };

  function readSecret(secret: Json | undefined): string {
    if (!isObject(secret)) throw new Error(`'${name}' has no functionKey`);
    if (secret.type === 'SecureString') return String(secret.value);
    const store = isObject(secret.store) ? linkedServices.get(String(secret.store.referenceName)) : undefined;
    const value = vault.secrets[String(secret.secretName)];
    const isFound = secret.type === 'AzureKeyVaultSecret' && store?.typeProperties.baseUrl === vault.url;
    if (!isFound || value === undefined) throw new Error(`'${name}' can't read its functionKey from the vault`);
    return value;
  }
}
