/** What a deployment template of Azure is made of. Other texts than these in brackets would be taken for expressions. */
export interface ArmTemplate {
  $schema: string;
  contentVersion: string;
  metadata: { description: string };
  parameters: Readonly<Record<string, ArmParameter>>;
  variables: Readonly<Record<string, string>>;
  resources: readonly ArmResource[];
}

export interface ArmParameter {
  type: 'string';
  defaultValue?: string;
  metadata: { description: string };
}

export interface ArmResource {
  type: string;
  apiVersion: string;
  name: string;
  dependsOn: readonly string[];
  properties: object;
}

export const armParameter = (name: string): string => `[parameters('${name}')]`;

/** A text of the template in brackets is code: this one means itself. */
export const armText = (text: string): string => (/^\[.*\]$/s.test(text) ? `[${text}` : text);

const quoted = (text: string) => `'${text.replaceAll("'", "''")}'`;

/** An address below that of the app, which is known when the template is deployed. */
export const appUrl = (path: string): string => `[concat(variables('functionAppUrl'), ${quoted(path)})]`;

/** People paste addresses with and without a slash at the end. */
export const withoutSlash = (parameter: string): string => {
  const given = `parameters('${parameter}')`;
  return `[if(endsWith(${given}, '/'), substring(${given}, 0, sub(length(${given}), 1)), ${given})]`;
};
