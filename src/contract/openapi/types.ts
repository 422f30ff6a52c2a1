/** As much of OpenAPI 3.1 as is used here. */
export interface Document {
  openapi: '3.1.0';
  info: { title: string; version: string; summary: string; description: string; license: Record<string, string> };
  servers: { url: string; description: string }[];
  tags: { name: Tag; description: string }[];
  security: Security[];
  paths: Paths;
  components: {
    schemas: Record<string, Schema>;
    headers: Record<string, Header>;
    securitySchemes: Record<string, Schema>;
  };
}

export type Tag = 'Runs' | 'Tables' | 'Jobs' | 'Clusters' | 'Service';
export type Schema = Readonly<Record<string, unknown>>;
export type Security = Readonly<Record<string, readonly string[]>>;
export type Paths = Record<string, PathItem>;
export type PathItem = Partial<Record<Method, Operation>>;
export type Method = 'get' | 'post' | 'patch' | 'delete';

export interface Operation {
  operationId: string;
  tags: readonly Tag[];
  summary: string;
  description?: string;
  security?: readonly Security[];
  parameters?: readonly Parameter[];
  requestBody?: { required: boolean; description: string; content: Record<string, Media> };
  responses: Responses;
  /** What this app asks of its callers, by the address that they have given. */
  callbacks?: Readonly<Record<string, Schema>>;
}

export interface Parameter {
  name: string;
  in: 'path' | 'query' | 'header';
  description: string;
  required?: true;
  schema: Schema;
  style?: 'form';
  explode?: true;
  example?: unknown;
}

export type Responses = Record<string, Response>;

export interface Response {
  description: string;
  headers?: Record<string, Header | Schema>;
  content?: Record<string, Media>;
}

export interface Header {
  description: string;
  schema: Schema;
}

export interface Media {
  schema: Schema;
  examples?: Record<string, { summary: string; value: unknown }>;
}
