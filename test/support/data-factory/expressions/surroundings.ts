import type { Json, JsonObject } from '../json';
import { taking } from './arguments';

/** What an expression of a pipeline can ask about where it stands. */
export interface Surroundings {
  now(): number;
  newGuid(): string;
  pipeline(): JsonObject;
  variable(name: string): Json;
  activity(name: string): JsonObject;
  item(): Json;
}

export const surroundingFunctions = ({ now, newGuid, pipeline, variable, activity, item }: Surroundings) => ({
  /** With seven digits after the seconds, as .NET writes it. */
  utcNow: taking(0, 0, () => new Date(now()).toISOString().replace('Z', '0000Z')),
  guid: taking(0, 0, () => newGuid()),
  pipeline: taking(0, 0, () => pipeline()),
  variables: taking(1, 1, ({ text }) => variable(text(0))),
  activity: taking(1, 1, ({ text }) => activity(text(0))),
  item: taking(0, 0, () => item()),
});
