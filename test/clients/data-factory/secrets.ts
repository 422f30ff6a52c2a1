import type { ArmTemplate } from '../../support/data-factory/arm/template';
import { expressionsWithin, textsIn } from '../../support/data-factory/expressions/resolve';
import { namesGivenTo } from '../../support/data-factory/expressions/syntax';
import { isObject, type Json, type JsonObject, objectsIn } from '../../support/data-factory/json';
import { imported } from './imported';

const SECRET_HEADER = /^(x-functions-key|authorization)$/i;

/** Where a secret stands in a template, or would show in a log of the factory. */
export function secretComplaints(template: ArmTemplate): string[] {
  const objects = objectsIn(imported(template) as unknown as Json);
  const activities = objects.filter(({ typeProperties, name }) => isObject(typeProperties) && typeof name === 'string');
  const readers = activities.filter(({ typeProperties }) => /\/secrets\//.test(urlOf(typeProperties)));
  const secret = readers.map(({ name }) => String(name));
  const open = (activity: JsonObject, field: string) => !isObject(activity.policy) || activity.policy[field] !== true;
  return [
    ...readers.filter((one) => open(one, 'secureOutput')).map(({ name }) => `${name} shows a secret in the log`),
    ...activities
      .filter((one) => 'policy' in one && open(one, 'secureInput'))
      .flatMap(({ name, typeProperties }) =>
        usesOf(typeProperties, secret).map((used) => `${name} shows in the log what ${used} has read`),
      ),
    ...objects.flatMap(({ headers }) => (isObject(headers) ? headerComplaints(headers, secret) : [])),
    ...objects.filter(({ type }) => type === 'SecureString').map(() => 'a secret stands in the template'),
    ...textsIn(template as unknown as Json)
      .filter(looksLikeKey)
      .map((text) => `${text} looks like a key`),
  ];
}

const urlOf = (typeProperties: Json | undefined) => (isObject(typeProperties) ? String(typeProperties.url) : '');

const usesOf = (value: Json | undefined, names: readonly string[]) =>
  namesGivenTo('activity', expressionsWithin(value ?? null)).filter((name) => names.includes(name));

const headerComplaints = (headers: JsonObject, secret: readonly string[]) =>
  Object.entries(headers)
    .filter(([header, value]) => SECRET_HEADER.test(header) && usesOf(value, secret).length === 0)
    .map(([header]) => `${header} is not read from where it is hidden`);

/** A key of a function app or of a storage account: long, and made of one word with digits in it. */
const looksLikeKey = (text: string) => /^[\w+/-]{30,}={0,2}$/.test(text) && /\d/.test(text);
