import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { type CompositeMapper, createSerializer, type Mapper } from '@azure/core-client';
import { transformSync } from '@swc/core';

/** Azure's own description of what a data factory is made of, by which its client library reads and writes. */
const models = readModels();

/** They are not exported, and are written as an ES module. */
function readModels(): Record<string, Mapper> {
  const library = dirname(require.resolve('@azure/arm-datafactory/package.json'));
  const source = readFileSync(join(library, 'dist-esm/src/models/mappers.js'), 'utf8');
  const { code } = transformSync(source, { swcrc: false, module: { type: 'commonjs' } });
  const module = { exports: {} as Record<string, Mapper> };
  new Function('exports', 'module', code)(module.exports, module);
  return module.exports;
}

/** The library lets every field pass that it does not know; here such a field shall get lost. */
for (const model of Object.values(models)) {
  if (model.type?.name === 'Composite') delete (model as CompositeMapper).type.additionalProperties;
}

/** These came into the specification after the library was made: https://github.com/Azure/azure-rest-api-specs/pull/26865 */
Object.assign((models.WebActivity as CompositeMapper).type.modelProperties ?? {}, {
  httpRequestTimeout: { serializedName: 'typeProperties.httpRequestTimeout', type: { name: 'any' } },
  turnOffAsync: { serializedName: 'typeProperties.turnOffAsync', type: { name: 'Boolean' } },
});

const serializer = createSerializer(models);

export type Model = 'PipelineResource' | 'LinkedServiceResource';

/** What is left of a resource that the library has read and written again. Throws if something is missing that must be there. */
export function roundTrip(model: Model, resource: object): unknown {
  const mapper = models[model];
  if (!mapper) throw new Error(`The library has no ${model}`);
  return serializer.serialize(mapper, serializer.deserialize(mapper, resource, model), model);
}
