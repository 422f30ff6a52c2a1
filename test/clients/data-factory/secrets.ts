import { isObject, type Json, type JsonObject, namedBy, objectsIn, textsIn } from './texts';

const SECRET_HEADER = /^(x-functions-key|authorization)$/i;

/** Where a secret stands in a template, or would show in a log of the factory. */
export function secretComplaints(template: JsonObject): string[] {
  const objects = objectsIn(template as Json);
  const hidden = objects.flatMap(({ name, policy }) =>
    isObject(policy) && policy.secureOutput === true ? [String(name)] : [],
  );
  const shown = objects.flatMap(({ name, policy, typeProperties }) =>
    isObject(policy) && policy.secureInput !== true && !isContainer(typeProperties)
      ? namedBy('activity', textsIn(typeProperties))
          .filter((used) => hidden.includes(used))
          .map((used) => `${name} shows in the log what ${used} has read`)
      : [],
  );
  const literal = objects.flatMap(({ headers }) =>
    isObject(headers)
      ? Object.entries(headers)
          .filter(([header, value]) => SECRET_HEADER.test(header) && !readsHidden(value, hidden))
          .map(([header]) => `${header} is not read from where it is hidden`)
      : [],
  );
  const keys = textsIn(template as Json)
    .filter(looksLikeKey)
    .map((text) => `${text} looks like a key`);
  const vaults = objects.flatMap(({ type, url }) =>
    type === 'SecureString'
      ? ['a secret stands in the template']
      : /\/secrets\//.test(String(url))
        ? unhidden(objects, url)
        : [],
  );
  return [...shown, ...literal, ...keys, ...vaults];
}

const isContainer = (typeProperties: Json | undefined) => isObject(typeProperties) && 'activities' in typeProperties;

const readsHidden = (value: Json, hidden: readonly string[]) => {
  const used = namedBy('activity', textsIn(value));
  return used.length > 0 && used.every((name) => hidden.includes(name));
};

/** A key of a function app or of a storage account: long, and made of one word with digits in it. */
const looksLikeKey = (text: string) => /^[\w+/-]{30,}={0,2}$/.test(text) && /\d/.test(text);

const unhidden = (objects: readonly JsonObject[], url: Json | undefined) =>
  objects.flatMap(({ name, policy, typeProperties }) =>
    isObject(typeProperties) && typeProperties.url === url && !(isObject(policy) && policy.secureOutput === true)
      ? [`${name} shows a secret in the log`]
      : [],
  );
