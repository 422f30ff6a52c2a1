import type { Json, JsonObject } from '../json';

/** A template of the resource manager, as far as ours go. */
export interface ArmTemplate {
  $schema: string;
  contentVersion: string;
  parameters?: Readonly<Record<string, ArmParameter>>;
  variables?: JsonObject;
  resources: readonly ArmResource[];
  outputs?: JsonObject;
}

export interface ArmParameter {
  type: string;
  defaultValue?: Json;
  allowedValues?: readonly Json[];
  minLength?: number;
  maxLength?: number;
  metadata?: JsonObject;
}

export interface ArmResource {
  name: string;
  type: string;
  apiVersion: string;
  dependsOn?: readonly string[];
  properties: JsonObject;
}

/** Where a template is deployed to. */
export const DEPLOYED_TO = { subscription: '00000000-0000-0000-0000-00000000000a', group: 'data' };
