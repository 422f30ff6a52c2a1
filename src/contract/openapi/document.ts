import { ROUTE_ROLES } from '../callers/route-roles';
import { VERSION } from '../version';
import { componentSchemas } from './components';
import { CLUSTER_PATHS } from './paths/clusters';
import { JOB_PATHS } from './paths/jobs';
import { OUTPUT_PATHS } from './paths/outputs';
import { RUN_PATHS } from './paths/runs';
import { SERVICE_PATHS } from './paths/service';
import { HEADERS } from './responses';
import type { Document, Paths } from './types';

/** The contract of this app, as OpenAPI: made of the schemas that requests are read by and answers are typed by. */
export function openApiDocument(serverUrl: string): Document {
  return {
    openapi: '3.1.0',
    info: {
      title: 'Databricks job runner',
      version: VERSION,
      summary: 'Runs Databricks jobs for callers that can only speak HTTP.',
      description:
        'One request starts a run and is answered with 202 and a `Location`; that address answers 202 while the run goes on, 200 when it has ended well, and 424 when it has not. Errors are `application/problem+json` with a stable `code`. A later version may add fields to answers.',
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: serverUrl, description: 'This app' }],
    tags: [
      { name: 'Runs', description: 'Starting runs, following them, and getting what they leave.' },
      { name: 'Tables', description: 'The rows of a job by a single GET.' },
      { name: 'Jobs', description: 'What can be run.' },
      { name: 'Clusters', description: 'What jobs run on.' },
      { name: 'Service', description: 'The app itself.' },
    ],
    security: securityFor([]),
    paths: withRoles({ ...RUN_PATHS, ...OUTPUT_PATHS, ...JOB_PATHS, ...CLUSTER_PATHS, ...SERVICE_PATHS }),
    components: {
      schemas: componentSchemas(),
      headers: HEADERS,
      securitySchemes: {
        keyInHeader: { type: 'apiKey', in: 'header', name: 'x-functions-key', description: 'A function key.' },
        keyInQuery: {
          type: 'apiKey',
          in: 'query',
          name: 'code',
          description: 'The same. Addresses end up in logs: prefer the header.',
        },
        notifier: { type: 'http', scheme: 'basic', description: 'Of Databricks: what the settings of this app say.' },
        entra: {
          type: 'http',
          scheme: 'bearer',
          bearerFormat: 'JWT',
          description:
            'A token of Microsoft Entra for this app, with the roles that the operation names. Instead of a key, where the app is set up so (`CALLER_AUTH`).',
        },
      },
    },
  };
}

/** Each operation with the roles that it needs of a caller that has some. */
function withRoles(paths: Paths): Paths {
  const guarded = Object.entries(paths).map(([path, item]) => {
    const operations = Object.entries(item).map(([method, operation]) => {
      const roles = ROUTE_ROLES[operation.operationId] ?? [];
      return [method, roles === 'anyone' ? operation : { ...operation, security: securityFor(roles) }];
    });
    return [path, Object.fromEntries(operations)];
  });
  return Object.fromEntries(guarded);
}

const securityFor = (roles: readonly string[]) => [{ keyInHeader: [] }, { keyInQuery: [] }, { entra: roles }];
