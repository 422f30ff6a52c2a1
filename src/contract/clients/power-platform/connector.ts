import { componentSchemas } from '../../openapi/components';
import { openApiDocument } from '../../openapi/document';
import type { Operation, Parameter, Response, Schema } from '../../openapi/types';
import { VERSION } from '../../version';
import { ACTIONS, type Action, LEFT_OUT, LONGEST_WAIT_SECONDS } from './actions';
import { JOBS_TO_CHOOSE_FROM, startForm } from './start-form';
import type { Swagger, SwaggerOperation } from './swagger';
import { isSchema, plain, titleOf, toSwagger } from './to-swagger';

const schemas = componentSchemas();
const { paths } = openApiDocument('/api');
const named = (name: string): Schema => schemas[name] ?? {};
const convert = (schema: Schema): Schema => toSwagger(schema, named);

/**
 * What Power Automate, Power Apps and Logic Apps import as a custom connector: the part of the contract that flows use,
 * in OpenAPI 2.0, which is all that they read.
 */
export function connectorDefinition(): Swagger {
  const actions = ACTIONS.map((action) => ({ ...action, operation: operationFor(action) }));
  const byPath = Map.groupBy(actions, ({ path }) => path);
  return {
    swagger: '2.0',
    info: {
      title: 'Databricks job runner',
      description: 'Starts Databricks jobs, waits for them, and gets what they leave.',
      version: VERSION,
    },
    host: 'your-app.azurewebsites.net',
    basePath: '/api',
    schemes: ['https'],
    consumes: ['application/json'],
    produces: ['application/json'],
    paths: Object.fromEntries(
      [...byPath].map(([path, same]) => [
        path,
        Object.fromEntries(same.map(({ method, operation }) => [method, operation])),
      ]),
    ),
    definitions: definitionsFor(actions.map(({ operation }) => operation)),
    securityDefinitions: {
      functionKey: { type: 'apiKey', in: 'header', name: 'x-functions-key', description: 'A function key of the app.' },
    },
    security: [{ functionKey: [] }],
  };
}

function operationFor({ method, path, description, visibility }: Action): SwaggerOperation {
  const operation = paths[path]?.[method];
  if (!operation) throw new Error(`The contract has no ${method} ${path}.`);
  const { operationId, summary, security } = operation;
  return {
    operationId: operationId.charAt(0).toUpperCase() + operationId.slice(1),
    summary,
    description,
    ...(visibility && { 'x-ms-visibility': visibility }),
    ...(security?.length === 0 && { security: [] }),
    parameters: parametersOf(operation),
    responses: Object.fromEntries(
      Object.entries(operation.responses).map(([status, response]) => [status, responseOf(response)]),
    ),
  };
}

function parametersOf({ parameters = [], requestBody }: Operation): Schema[] {
  const known = parameters.filter(({ name }) => !LEFT_OUT.includes(name)).map(parameterOf);
  return requestBody ? [...known, START] : known;
}

function parameterOf({ name, in: place, required, description, schema }: Parameter): Schema {
  return {
    name,
    in: place,
    ...(required && { required }),
    ...convert(schema),
    description: plain(description),
    'x-ms-summary': titleOf(name),
    ...(place === 'path' && { 'x-ms-url-encoding': 'single' }),
    ...(name === 'wait' && { maximum: LONGEST_WAIT_SECONDS }),
    ...(name === 'job' && JOBS_TO_CHOOSE_FROM),
  };
}

const START: Schema = {
  name: 'body',
  in: 'body',
  required: true,
  description: 'What is to run.',
  'x-ms-summary': 'Start',
  schema: { $ref: '#/definitions/RunRequest' },
};

function responseOf({ description, content }: Response): SwaggerOperation['responses'][string] {
  const [media] = Object.values(content ?? {});
  return { description: plain(description), ...(media && { schema: bodyOf(media.schema) }) };
}

/** Flows need neither the standard URLs with their key, nor to be told which codes a status can have. */
function bodyOf(schema: Schema): Schema {
  const [first] = [schema.allOf, schema.anyOf].flatMap((part) => (Array.isArray(part) ? part : []));
  const body = convert(isSchema(first) ? first : schema);
  return body.$ref === '#/definitions/StartedRun' ? { $ref: '#/definitions/Run' } : body;
}

/** What the operations refer to, and what that refers to. */
function definitionsFor(operations: readonly SwaggerOperation[]): Record<string, Schema> {
  const found = new Map<string, Schema>();
  const collect = (part: unknown): void => {
    for (const [, name = ''] of JSON.stringify(part).matchAll(/"#\/definitions\/(\w+)"/g)) {
      if (found.has(name)) continue;
      const definition = definitionOf(name);
      found.set(name, definition);
      collect(definition);
    }
  };
  collect(operations);
  return Object.fromEntries([...found].sort(([one], [other]) => (one < other ? -1 : 1)));
}

function definitionOf(name: string): Schema {
  const definition = convert(named(name));
  if (name === 'RunRequest') return startForm(definition, convert(named('RunNow')));
  const { properties } = definition;
  if (name !== 'Problem' || !isSchema(properties)) return definition;
  return { ...definition, properties: { ...properties, run: { $ref: '#/definitions/Run' } } };
}
