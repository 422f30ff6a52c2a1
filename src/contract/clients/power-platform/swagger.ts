import type { Schema } from '../../openapi/types';

/** As much of OpenAPI 2.0 as custom connectors read and is used here. */
export interface Swagger {
  swagger: '2.0';
  info: { title: string; description: string; version: string };
  host: string;
  basePath: '/api';
  schemes: readonly ['https'];
  consumes: readonly string[];
  produces: readonly string[];
  paths: Record<string, Record<string, SwaggerOperation>>;
  definitions: Record<string, Schema>;
  securityDefinitions: Record<string, Schema>;
  security: readonly Record<string, readonly string[]>[];
}

export interface SwaggerOperation {
  operationId: string;
  summary: string;
  description: string;
  'x-ms-visibility'?: Visibility;
  security?: readonly [];
  parameters: readonly Schema[];
  responses: Record<string, { description: string; schema?: Schema }>;
}

/** What the designer shows first, hides below a menu, or never shows. */
export type Visibility = 'important' | 'advanced' | 'internal';
