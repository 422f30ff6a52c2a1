import type { Clock } from '../../../../local/clock';
import { ExpressionError } from '../expressions/expression-error';
import type { Surroundings } from '../expressions/surroundings';
import type { Json, JsonObject } from '../json';
import type { FactoryDefinition, Pipeline } from '../pipeline/definition';
import type { Callbacks } from '../services/callbacks';
import type { KeyVault } from '../services/key-vault';
import type { Send } from '../services/web';
import type { ActivityRun } from './activity-log';
import { hasFailed, type Outcome } from './outcome';

/** What is not documented, and so may be one way or the other. */
export interface Habits {
  /** Polls in this interval, whatever Retry-After says. */
  pollSeconds?: number;
  /** Follows the 202 of a webhook, too, before it waits to be called back. */
  webhookFollows?: boolean;
  /** Gives the body of a refusal alone as the message of the error, and not in a sentence. */
  bareErrors?: boolean;
}

export interface Factory {
  name: string;
  definition: FactoryDefinition;
  clock: Clock;
  newGuid(): string;
  send: Send;
  vault: KeyVault;
  callbacks: Callbacks;
  habits: Habits;
}

/** One run of a pipeline. */
export interface Run extends Factory {
  pipeline: Pipeline;
  runId: string;
  startedAt: number;
  parameters: JsonObject;
  variables: Map<string, Json>;
  /** What it hands back to a pipeline that executes it. */
  returned: Record<string, Json>;
  log: ActivityRun[];
}

/** Activities that know of each other, and of those around them. */
export interface Scope {
  ended: Map<string, Outcome>;
  outer?: Scope | undefined;
  item?: { value: Json } | undefined;
}

export const newScope = (outer?: Scope, item?: { value: Json }): Scope => ({
  ended: new Map(),
  outer,
  item: item ?? outer?.item,
});

export function surroundings(run: Run, scope: Scope): Surroundings {
  return {
    now: () => run.clock.now(),
    newGuid: run.newGuid,
    item() {
      if (!scope.item) throw new ExpressionError("The template function 'item' is not expected at this location");
      return scope.item.value;
    },
    variable(name) {
      const value = run.variables.get(name);
      if (value === undefined) throw new ExpressionError(`The template variable '${name}' cannot be found`);
      return value;
    },
    activity(name) {
      const outcome = find(name, scope);
      if (!outcome) throw new ExpressionError(`The template action '${name}' is not defined at current scope`);
      return seenFromOutside(name, outcome);
    },
    pipeline: () => ({
      DataFactory: run.name,
      Pipeline: run.pipeline.name,
      RunId: run.runId,
      TriggerType: 'Manual',
      TriggerName: 'Manual',
      TriggerTime: new Date(run.startedAt).toISOString(),
      parameters: run.parameters,
    }),
  };
}

const find = (name: string, { ended, outer }: Scope): Outcome | undefined =>
  ended.get(name) ?? (outer && find(name, outer));

/** An activity that did not run has no output, and one that did not fail has no error. */
function seenFromOutside(name: string, outcome: Outcome): JsonObject {
  const { status, output, error } = outcome;
  return {
    ActivityName: name,
    Status: hasFailed(outcome) ? 'Failed' : status,
    ...(status !== 'Skipped' && { output }),
    ...(error && { error: { errorCode: error.errorCode, message: error.message } }),
  };
}
