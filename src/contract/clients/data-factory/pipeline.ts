export interface Pipeline {
  name: string;
  /** The linked services that its activities refer to. */
  needs?: readonly string[];
  description: string;
  parameters: Readonly<Record<string, PipelineParameter>>;
  variables?: Readonly<Record<string, { type: 'String' | 'Boolean' | 'Array'; defaultValue?: string }>>;
  activities: readonly Activity[];
}

export interface PipelineParameter {
  type: 'String' | 'Int' | 'Object' | 'Array';
  defaultValue?: unknown;
}

export interface Activity {
  name: string;
  description?: string;
  type: string;
  dependsOn?: readonly { activity: string; dependencyConditions: readonly string[] }[] | undefined;
  policy?: object;
  linkedServiceName?: object;
  typeProperties: object;
}

/** Evaluated when the pipeline runs. */
export const expression = (code: string) => ({ value: `@${code}`, type: 'Expression' }) as const;

export const parameter = (name: string): string => `pipeline().parameters.${name}`;

export const after = (...activities: readonly string[]) =>
  activities.map((activity) => ({ activity, dependencyConditions: ['Succeeded'] }));
