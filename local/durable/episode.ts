import type { Clock } from '../clock';
import type { Log } from '../log';
import { decide } from './decider/decide';
import type { Decided, Decision } from './decider/decision';
import { type OrchestratorOutput, readOrchestratorError, readOrchestratorResult } from './decider/orchestrator-output';
import type { DurableFunctions } from './functions';
import type { ExecutionStarted, HistoryEvent, ReceivedEvent } from './history/event';
import { EventType, OrchestrationStatus } from './history/event';
import {
  executionCompleted,
  executionStarted,
  orchestratorCompleted,
  orchestratorStarted,
  subOrchestrationCreated,
  taskScheduled,
  timerCreated,
} from './history/new-event';
import type { Instance } from './instance';
import { toDotnetJson } from './json/dotnet-text';
import { type TimerLimits, triggerPayload } from './trigger-payload';

export interface EpisodeOptions extends TimerLimits {
  functions: DurableFunctions;
  clock: Clock;
  newGuid(): string;
  log: Log;
  maxActions: number;
  /** Asked between two generations of one episode, so that no orchestrator can keep the host to itself. */
  mustEnd(): Promise<boolean>;
}

export interface Episode {
  instance: Instance;
  /** The history of the generation that the episode ended in, complete. */
  history: HistoryEvent[];
  /** How many of those events were there before. */
  known: number;
  /** What is now to be done, each with its number in that history. */
  work: Decision[];
}

/**
 * One turn of an orchestration: takes messages into the history, lets the orchestrator replay it, and writes down what
 * it decided. An orchestrator that continues as new starts its next generation within the same episode. Nothing is
 * stored and nothing is done here.
 */
export async function runEpisode(
  before: Instance,
  past: readonly HistoryEvent[],
  messages: readonly ReceivedEvent[],
  options: EpisodeOptions,
): Promise<Episode> {
  let instance = before;
  let history: HistoryEvent[] = [...past, orchestratorStarted(options.clock.now()), ...messages];
  let known = past.length;
  let inherited = 0;
  let carriedStatus: string | null = null;
  for (;;) {
    const output = await replay(instance, history, options);
    const customStatus: string | null = output.customStatus ? toDotnetJson(output.customStatus) : carriedStatus;
    const decided = decide(history, output, { ...options, ...callerOf(instance, options) });
    explainSilence(instance, decided, options.log);
    instance = { ...instance, customStatus };

    const { outcome } = decided;
    if (outcome.kind !== 'continuedAsNew') {
      history = [...history, ...record(decided, options.clock.now()), orchestratorCompleted(options.clock.now())];
      return {
        instance: reflect(instance, history, options.clock.now()),
        history: played(history, inherited),
        known,
        work: decided.decisions,
      };
    }
    const now = options.clock.now();
    carriedStatus = customStatus;
    known = 0;
    instance = {
      ...instance,
      executionId: options.newGuid().replaceAll('-', ''),
      input: outcome.input,
      createdAt: now,
    };
    history = [
      orchestratorStarted(now),
      startOf(instance, now, null),
      ...outcome.carryOver.map((event) => ({ ...event, IsPlayed: false })),
      orchestratorCompleted(now),
    ];
    inherited = history.length;
    if (await options.mustEnd()) {
      return { instance: { ...instance, status: 'Running', updatedAt: now }, history, known, work: [] };
    }
  }
}

/** What is left to say of an instance whose orchestrator asked for what cannot be done, or written down. */
export function failedEpisode(
  before: Instance,
  past: readonly HistoryEvent[],
  messages: readonly ReceivedEvent[],
  why: string,
  clock: Clock,
): Episode {
  const now = clock.now();
  const begun = [...past, orchestratorStarted(now), ...messages];
  const ids = begun.map((event) => event.EventId);
  const end = executionCompleted(now, Math.max(...ids) + 1, {
    OrchestrationStatus: OrchestrationStatus.Failed,
    Result: `Orchestrator function '${before.name}' failed: ${why}`,
    FailureDetails: null,
  });
  const history = [...begun, end, orchestratorCompleted(now)];
  return { instance: reflect(before, history, now), history: played(history, 0), known: past.length, work: [] };
}

/** The message that starts an instance, rebuilt from what is stored of it. */
export function startOf(instance: Instance, at: number, generation: number | null): ExecutionStarted {
  return executionStarted(at, {
    OrchestrationInstance: { InstanceId: instance.instanceId, ExecutionId: instance.executionId },
    ParentInstance: instance.parent,
    Name: instance.name,
    Version: instance.version,
    Input: instance.input,
    Generation: generation,
  });
}

function callerOf(instance: Instance, options: EpisodeOptions) {
  return {
    orchestratorName: instance.name,
    executionId: instance.executionId,
    version: instance.version,
    hasActivity: options.functions.hasActivity,
    hasOrchestrator: options.functions.hasOrchestrator,
  };
}

async function replay(
  instance: Instance,
  history: readonly HistoryEvent[],
  options: EpisodeOptions,
): Promise<OrchestratorOutput> {
  const { functions } = options;
  if (!functions.hasOrchestrator(instance.name)) {
    const known = functions.orchestrators.map((name) => `'${name}'`).join(', ');
    return {
      isDone: false,
      actions: [],
      error:
        `The function '${instance.name}' doesn't exist, is disabled, or is not an orchestrator function. ` +
        `Additional info: The following are the known orchestrator functions: ${known}.`,
    };
  }
  const invoked = await functions.invokeOrchestrator(instance.name, triggerPayload(instance, history, options));
  const output = invoked.ok ? readOrchestratorResult(invoked.result) : readOrchestratorError(invoked.error.message);
  return refuseLargeStatus(output);
}

const STATUS_LIMIT_KB = 16;

function refuseLargeStatus(output: OrchestratorOutput): OrchestratorOutput {
  if (!output.customStatus) return output;
  const kilobytes = Math.floor((toDotnetJson(output.customStatus).length * 2) / 1024);
  if (kilobytes <= STATUS_LIMIT_KB) return output;
  return {
    isDone: false,
    actions: [],
    error:
      `The UTF-16 size of the JSON-serialized payload must not exceed ${STATUS_LIMIT_KB} KB. ` +
      `The current payload size is ${kilobytes} KB.`,
  };
}

function record({ decisions, outcome }: Decided, now: number): HistoryEvent[] {
  const events: HistoryEvent[] = decisions.map((decision) => {
    if (decision.kind === 'activity') return taskScheduled(now, decision.id, decision.name);
    if (decision.kind === 'timer') return timerCreated(now, decision.id, decision.fireAt);
    const { name, version, instanceId } = decision;
    return subOrchestrationCreated(now, decision.id, { Name: name, Version: version, InstanceId: instanceId });
  });
  if (outcome.kind === 'ended') {
    events.push(
      executionCompleted(now, outcome.id, {
        OrchestrationStatus: outcome.status,
        Result: outcome.result,
        FailureDetails: outcome.failureDetails,
      }),
    );
  }
  return events;
}

/** What a status request will see, read off the history. */
function reflect(instance: Instance, history: readonly HistoryEvent[], now: number): Instance {
  const end = history.findLast((event) => event.EventType === EventType.ExecutionCompleted);
  if (end) {
    const status = {
      [OrchestrationStatus.Completed]: 'Completed' as const,
      [OrchestrationStatus.Failed]: 'Failed' as const,
      [OrchestrationStatus.Terminated]: 'Terminated' as const,
    }[end.OrchestrationStatus];
    const failure = end.FailureDetails;
    const output = failure ? `${failure.ErrorType}: ${failure.ErrorMessage}` : end.Result;
    return { ...instance, status: status ?? 'Failed', output, updatedAt: now };
  }
  const pause = history.findLast(
    (event) => event.EventType === EventType.ExecutionSuspended || event.EventType === EventType.ExecutionResumed,
  );
  const suspended = pause?.EventType === EventType.ExecutionSuspended;
  return { ...instance, status: suspended ? 'Suspended' : 'Running', output: pause?.Reason ?? null, updatedAt: now };
}

const NEVER_PLAYED: ReadonlySet<number> = new Set([
  EventType.OrchestratorStarted,
  EventType.OrchestratorCompleted,
  EventType.TaskScheduled,
  EventType.SubOrchestrationInstanceCreated,
  EventType.TimerCreated,
  EventType.ExecutionCompleted,
]);

/** Marks what this episode received. The events that a new generation is born with all count as received. */
function played(history: readonly HistoryEvent[], inherited: number): HistoryEvent[] {
  return history.map((event, index) => {
    const birth = index > 0 && index < inherited;
    return event.IsPlayed || (NEVER_PLAYED.has(event.EventType) && !birth) ? event : { ...event, IsPlayed: true };
  });
}

/** Where the real engine waits for ever without a word, this one waits too, but says what for. */
function explainSilence(instance: Instance, decided: Decided, log: Log): void {
  for (const call of decided.neverAnswered) {
    log(
      'error',
      instance.name,
      `instance ${instance.instanceId} calls the ${call}, which this app does not have: it will wait for ever`,
    );
  }
  if (decided.stalled && decided.neverAnswered.length === 0) {
    log(
      'error',
      instance.name,
      `instance ${instance.instanceId} has not returned and waits for nothing: it will stay Running for ever ` +
        '(it threw an empty or non-Error value, or a retry ran into its retryTimeoutInMilliseconds)',
    );
  }
}
