export type Json = string | number | boolean | null | readonly Json[] | { readonly [name: string]: Json };
export type JsonObject = { readonly [name: string]: Json };

export const isObject = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** All texts in a value, without the names of its fields. */
export function textsIn(value: Json | undefined): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap(textsIn);
  return isObject(value) ? Object.values(value).flatMap(textsIn) : [];
}

/** All objects in a value, itself included. */
export function objectsIn(value: Json | undefined): JsonObject[] {
  if (Array.isArray(value)) return value.flatMap(objectsIn);
  return isObject(value) ? [value, ...Object.values(value).flatMap(objectsIn)] : [];
}

/** What stands in quotes behind a name: `parameters('x')` for `parameters`. */
export const namedBy = (name: string, texts: readonly string[]): string[] =>
  texts.flatMap((text) =>
    [...text.matchAll(new RegExp(String.raw`\b${name}\('([^']*)'\)`, 'g'))].map((match) => match[1] ?? ''),
  );
