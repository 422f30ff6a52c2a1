import type { Json, JsonObject } from '../json';

export type Status = 'Succeeded' | 'Failed' | 'TimedOut' | 'Skipped';
export type Condition = 'Succeeded' | 'Failed' | 'Completed' | 'Skipped';

export interface Activity {
  name: string;
  type: string;
  dependsOn?: readonly { activity: string; dependencyConditions: readonly Condition[] }[];
  policy?: JsonObject;
  linkedServiceName?: { referenceName: string; type: string };
  typeProperties: JsonObject;
}

export interface Pipeline {
  name: string;
  folder?: JsonObject | undefined;
  activities: readonly Activity[];
  parameters: Readonly<Record<string, { type: string; defaultValue?: Json }>>;
  variables: Readonly<Record<string, { type: string; defaultValue?: Json }>>;
}

export interface LinkedService {
  name: string;
  type: string;
  typeProperties: JsonObject;
}

/** What a data factory holds. */
export interface FactoryDefinition {
  pipelines: ReadonlyMap<string, Pipeline>;
  linkedServices: ReadonlyMap<string, LinkedService>;
}

/** The one variable that nobody declares: what the pipeline hands back to one that executes it. */
export const RETURN_VALUE = 'pipelineReturnValue';

const BLOCKS: Readonly<Record<string, readonly string[]>> = {
  ForEach: ['activities'],
  Until: ['activities'],
  IfCondition: ['ifTrueActivities', 'ifFalseActivities'],
};

export const isContainer = ({ type }: Pick<Activity, 'type'>): boolean => Object.hasOwn(BLOCKS, type);

/** The activities within an activity, by the property that they stand in. */
export function blocksOf({ type, typeProperties }: Activity): { block: string; activities: readonly Activity[] }[] {
  return (BLOCKS[type] ?? []).flatMap((block) => {
    const activities = typeProperties[block];
    return activities === undefined ? [] : [{ block, activities: activities as unknown as readonly Activity[] }];
  });
}

/** What an activity says of itself, without the activities in it. */
export function ownProperties({ type, typeProperties }: Activity): JsonObject {
  const blocks = BLOCKS[type] ?? [];
  return Object.fromEntries(Object.entries(typeProperties).filter(([name]) => !blocks.includes(name)));
}

/** All activities, those within others after them. */
export function allActivities(activities: readonly Activity[]): Activity[] {
  return activities.flatMap((activity) => [
    activity,
    ...blocksOf(activity).flatMap((block) => allActivities(block.activities)),
  ]);
}
