import { isObject, type Json, type JsonObject, namedBy, objectsIn, textsIn } from './texts';

const FUNCTIONS = ['concat', 'endsWith', 'if', 'length', 'parameters', 'resourceId', 'sub', 'substring', 'variables'];

/** What does not resolve in a deployment template. */
export function armComplaints(template: JsonObject): string[] {
  const { parameters = {}, variables = {}, resources = [] } = template;
  const code = textsIn([variables, resources]).filter((text) => /^\[(?!\[).*\]$/s.test(text));
  const all = Array.isArray(resources) ? (resources as readonly JsonObject[]) : [];
  return [
    ...compared('parameter', namedBy('parameters', code), Object.keys(parameters as JsonObject)),
    ...compared('variable', namedBy('variables', code), Object.keys(variables as JsonObject)),
    ...code.flatMap(syntaxComplaints),
    ...doubled(all.map(({ name }) => String(name))).map((name) => `two resources have the name ${name}`),
    ...all.flatMap((resource) => dependencyComplaints(resource, all)),
  ];
}

const compared = (kind: string, used: readonly string[], known: readonly string[]) => [
  ...used.filter((name) => !known.includes(name)).map((name) => `there is no ${kind} ${name}`),
  ...known.filter((name) => !used.includes(name)).map((name) => `nothing uses the ${kind} ${name}`),
];

export const doubled = (names: readonly string[]): string[] =>
  names.filter((name, place) => names.indexOf(name) !== place);

function syntaxComplaints(text: string): string[] {
  const bare = text.replaceAll(/'(?:[^']|'')*'/g, "''");
  const functions = [...bare.matchAll(/(\w+)\(/g)].map(([, name = '']) => name);
  const unknown = functions
    .filter((name) => !FUNCTIONS.includes(name))
    .map((name) => `${name} is no function: ${text}`);
  const opened = bare.split('(').length - bare.split(')').length;
  return opened === 0 ? unknown : [...unknown, `the brackets do not match: ${text}`];
}

/** A resource must name all that it refers to, or it may be deployed before them. */
function dependencyComplaints({ name, properties, dependsOn }: JsonObject, all: readonly JsonObject[]): string[] {
  const known = all.flatMap((resource) => `${resource.type} ${lastQuoted(String(resource.name)).replace('/', '')}`);
  const needed = objectsIn(properties as Json)
    .filter(({ type }) => type === 'LinkedServiceReference')
    .map(({ referenceName }) => `Microsoft.DataFactory/factories/linkedServices ${referenceName}`);
  const named = textsIn(dependsOn as Json).map((text) => {
    const [, type = '', resource = ''] =
      /^\[resourceId\('([^']+)', parameters\('factoryName'\), '([^']+)'\)\]$/.exec(text) ?? [];
    return `${type} ${resource}`;
  });
  return [
    ...named.filter((one) => !known.includes(one)).map((one) => `${name} depends on ${one}, which there is not`),
    ...needed.filter((one) => !named.includes(one)).map((one) => `${name} does not depend on ${one}`),
    ...named.filter((one) => !needed.includes(one)).map((one) => `${name} depends on ${one} for nothing`),
  ];
}

const lastQuoted = (text: string) => /'([^']*)'\)\]$/.exec(text)?.[1] ?? '';

export const pipelinesOf = (template: JsonObject): { name: string; properties: JsonObject }[] =>
  (template.resources as readonly JsonObject[]).flatMap(({ type, name, properties }) =>
    String(type).endsWith('/pipelines') && isObject(properties)
      ? [{ name: lastQuoted(String(name)).slice(1), properties }]
      : [],
  );
