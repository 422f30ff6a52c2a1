import { z } from 'zod';

/** Stands in the place of a value that only the app may know: the name of a secret in its vault. */
export const secretReferenceSchema = z
  .strictObject({ $secret: z.string().regex(/^[A-Za-z0-9-]{1,127}$/, 'must be the name of a secret in Key Vault') })
  .describe('The name of a secret. The app reads its value from Key Vault when it starts the run.');

type SecretReference = z.infer<typeof secretReferenceSchema>;

const isSecretReference = (value: unknown): value is SecretReference =>
  typeof value === 'object' && value !== null && '$secret' in value;

/** At any depth of something that is handed on as it is. */
export const hasSecretReference = (value: unknown): boolean =>
  isSecretReference(value) ||
  (typeof value === 'object' && value !== null && Object.values(value).some(hasSecretReference));

/** The secrets that parameters of any kind refer to. */
export function secretsIn(kinds: Readonly<Record<string, unknown>>): string[] {
  const values = Object.values(kinds).flatMap((kind) => Object.values(Object(kind)));
  return [...new Set(values.filter(isSecretReference).map(({ $secret }) => $secret))];
}

/** The same parameters with the values in the place of the references. */
export function withSecrets<T extends Readonly<Record<string, unknown>>>(
  kinds: T,
  values: ReadonlyMap<string, string>,
): T {
  const filled = Object.entries(kinds).map(([kind, parameters]) => [kind, fill(parameters)] as const);
  return Object.fromEntries(filled) as T;

  function fill(parameters: unknown): unknown {
    if (typeof parameters !== 'object' || parameters === null || Array.isArray(parameters)) return parameters;
    const entries = Object.entries(parameters);
    return Object.fromEntries(
      entries.map(([name, value]) => [name, isSecretReference(value) ? values.get(value.$secret) : value]),
    );
  }
}
