import type { ArmResource } from '../arm/template';
import { isArray, isObject, type Json, type JsonObject } from '../json';
import type { FactoryDefinition, LinkedService, Pipeline } from './definition';

const FACTORY = 'Microsoft.DataFactory/factories';
const KINDS: Readonly<Record<string, string>> = {
  PipelineReference: `${FACTORY}/pipelines`,
  LinkedServiceReference: `${FACTORY}/linkedServices`,
};

/** The data factory that a deployment of these resources leads to. A reference to what is not there is refused. */
export function readFactory(resources: readonly ArmResource[]): FactoryDefinition {
  const children = resources.filter(({ type }) => type !== FACTORY).map(readChild);
  const ids = new Set(children.map(({ type, name }) => `${type}/${name}`));
  if (ids.size < children.length) throw new Error('Two resources have the same name');
  for (const { name, dependsOn, properties } of children) {
    const before = dependsOn.map(idOf);
    const missing = before.find((id) => !ids.has(id) && id !== FACTORY);
    if (missing !== undefined) throw new Error(`${name} depends on ${missing}, which the template does not make`);
    for (const reference of referencesIn(properties)) {
      if (!ids.has(reference)) throw new Error(`${name} names ${reference}, which the template does not make`);
      // Without it both are made at the same time, and the deployment fails whenever this one is the first.
      if (!before.includes(reference)) throw new Error(`${name} names ${reference}, and must depend on it`);
    }
  }
  const linkedServices = children.filter(({ type }) => type === `${FACTORY}/linkedServices`).map(readLinkedService);
  const pipelines = children.filter(({ type }) => type === `${FACTORY}/pipelines`).map(readPipeline);
  return { linkedServices: byName(linkedServices), pipelines: byName(pipelines) };
}

/** Resources that wait for others which they do not name. That only makes a deployment slower. */
export function needlessDependencies(resources: readonly ArmResource[]): string[] {
  return resources.flatMap(({ name, dependsOn = [], properties }) => {
    const references = referencesIn(properties);
    const needless = dependsOn.map(idOf).filter((id) => !references.includes(id));
    return needless.map((id) => `${name} depends on ${id} for nothing`);
  });
}

type Child = Pick<ArmResource, 'type' | 'properties'> & { name: string; dependsOn: readonly string[] };

function readChild({ type, name, apiVersion, properties, dependsOn = [] }: ArmResource): Child {
  if (!Object.values(KINDS).includes(type)) throw new Error(`Resources of type ${type} are not played`);
  if (apiVersion !== '2018-06-01') throw new Error(`${name} has no API version that Data Factory knows`);
  const [, child, ...more] = name.split('/');
  if (child === undefined || more.length > 0) throw new Error(`${name} must be the name of a factory and a name in it`);
  return { type, name: child, properties, dependsOn };
}

/** The type and the name of what an id, or a text such as `…/linkedServices/NAME`, points at. */
function idOf(id: string): string {
  const [, kind, name] = /\/(linkedServices|pipelines)\/([^/]+)$/.exec(id) ?? [];
  return kind === undefined ? FACTORY : `${FACTORY}/${kind}/${name}`;
}

function referencesIn(value: Json): string[] {
  if (isArray(value)) return value.flatMap(referencesIn);
  if (!isObject(value)) return [];
  const kind = typeof value.type === 'string' ? KINDS[value.type] : undefined;
  if (kind !== undefined && typeof value.referenceName === 'string') return [`${kind}/${value.referenceName}`];
  return Object.values(value).flatMap(referencesIn);
}

function readLinkedService({ name, properties }: Child): LinkedService {
  return { name, ...(properties as unknown as Pick<LinkedService, 'type' | 'typeProperties'>) };
}

function readPipeline({ name, properties }: Child): Pipeline {
  const { folder, activities, parameters = {}, variables = {} } = properties as JsonObject & Partial<Pipeline>;
  if (!activities) throw new Error(`${name} has no activities`);
  return { name, folder, activities, parameters, variables };
}

const byName = <T extends { name: string }>(items: readonly T[]) => new Map(items.map((item) => [item.name, item]));
