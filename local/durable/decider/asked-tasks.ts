import type { FailureDetails } from '../history/event';
import { toDotnetJson } from '../json/dotnet-text';
import type { DecideOptions, Decision } from './decision';
import { EventWaiters } from './event-waiters';
import { type Action, ActionType, type RetryOptions } from './orchestrator-output';
import { type ConfirmedEvent, checkReplay, ReplayFailure } from './replay-check';
import { SyncTask, settledTask } from './sync-task';

export type Settled = { ok: true } | { ok: false; failure: FailureDetails | null };
export const OK: Settled = { ok: true };

/** Refused by name: the embedded host has no entities and makes no HTTP calls for an orchestrator. */
const UNSUPPORTED: Record<number, string> = {
  [ActionType.CallEntity]: 'callEntity',
  [ActionType.CallHttp]: 'callHttp',
  [ActionType.SignalEntity]: 'signalEntity',
  [ActionType.ScheduledSignalEntity]: 'signalEntity',
  [ActionType.LockEntities]: 'lock',
  [ActionType.ReleaseEntities]: 'lock',
};

/** The tasks that the orchestrator's actions stand for, each with the number that its library gives it. */
export class AskedTasks {
  /** What the history does not confirm. */
  readonly decisions = new Map<number, Decision>();
  readonly events = new EventWaiters<Settled>(OK);
  /** Calls of functions that the app does not have. */
  readonly neverAnswered: string[] = [];
  /** The input of the next generation, once it has been asked for. */
  continueAsNewInput: string | undefined;
  /** The time of the episode that is being replayed. */
  now = 0;
  private nextId = 0;
  private readonly open = new Map<number, SyncTask<Settled>>();

  constructor(private readonly options: DecideOptions) {}

  get hasOpen(): boolean {
    return this.open.size > 0;
  }

  takeId(): number {
    return this.nextId++;
  }

  invoke(action: Action): SyncTask<Settled> {
    switch (action.actionType) {
      case ActionType.CallActivity:
        return this.callActivity(action.functionName, action.input);
      case ActionType.CallActivityWithRetry:
        return this.retry(action.retryOptions, () => this.callActivity(action.functionName, action.input));
      case ActionType.CallSubOrchestrator:
        return this.callChild(action);
      case ActionType.CallSubOrchestratorWithRetry:
        return this.retry(action.retryOptions, () => this.callChild(action));
      case ActionType.ContinueAsNew:
        this.continueAsNewInput = toDotnetJson(action.input ?? null);
        return settledTask(OK);
      case ActionType.CreateTimer:
        return this.longTimer(Date.parse(action.fireAt), action.isCanceled);
      case ActionType.WaitForExternalEvent:
        return this.events.wait(action.externalEventName);
      case ActionType.WhenAll:
      case ActionType.WhenAny:
        return this.compound(action.actionType, action.compoundActions);
      default:
        throw new ReplayFailure(
          `Orchestrator function '${this.options.orchestratorName}' failed: the embedded host does not support ` +
            `${UNSUPPORTED[action.actionType] ?? `action ${String((action as { actionType: unknown }).actionType)}`}. ` +
            'Run this app with Azure Functions Core Tools, or in Azure.',
        );
    }
  }

  private callActivity(name: string, input: unknown): SyncTask<Settled> {
    if (!this.options.hasActivity(name)) return this.callOfNobody(`activity '${name}'`);
    return this.schedule((id) => ({ kind: 'activity', id, name, input }));
  }

  private callChild(call: { functionName: string; input?: unknown; instanceId?: string; version?: string }) {
    const name = call.functionName;
    if (!this.options.hasOrchestrator(name)) return this.callOfNobody(`orchestrator '${name}'`);
    return this.schedule((id) => ({
      kind: 'child',
      id,
      name,
      input: call.input,
      instanceId: call.instanceId || `${this.options.executionId}:${id}`,
      version: call.version ?? this.options.version,
    }));
  }

  /** The pump goes on, the library waits: the instance stays Running, as on the real engine. */
  private callOfNobody(what: string): SyncTask<Settled> {
    this.neverAnswered.push(what);
    return settledTask<Settled>({ ok: false, failure: null });
  }

  private retry(options: RetryOptions, call: () => SyncTask<Settled>): SyncTask<Settled> {
    const first = this.now;
    const whole = new SyncTask<Settled>();
    const attempt = (number: number) =>
      call().whenSettled((end) => {
        if (end.ok) {
          whole.settle(end);
        } else if (number >= options.maxNumberOfAttempts) {
          // The library counts one more timer, due at once, before it hands the last failure on.
          this.timer(this.now).whenSettled(() => whole.settle(end));
        } else {
          const giveUpAt = first + (options.retryTimeoutInMilliseconds ?? Number.POSITIVE_INFINITY);
          if (this.now >= giveUpAt || end.failure?.IsNonRetriable) whole.settle(end);
          else
            this.timer(this.now + retryDelay(options, number, this.options.longestTimerMs)).whenSettled(() =>
              attempt(number + 1),
            );
        }
      });
    attempt(1);
    return whole;
  }

  private longTimer(fireAt: number, canceled: boolean): SyncTask<Settled> {
    if (canceled) {
      const wait = fireAt - this.now > this.options.longestTimerMs ? this.options.longTimerStepMs : fireAt - this.now;
      this.open.delete(this.schedule((id) => ({ kind: 'timer', id, fireAt: this.now + wait })).id);
      return settledTask(OK);
    }
    if (fireAt - this.now <= this.options.longestTimerMs) return this.timer(fireAt);
    const whole = new SyncTask<Settled>();
    const step = () => {
      if (this.now >= fireAt) whole.settle(OK);
      else this.timer(Math.min(fireAt, this.now + this.options.longTimerStepMs)).whenSettled(step);
    };
    step();
    return whole;
  }

  private timer(fireAt: number): SyncTask<Settled> {
    return this.schedule((id) => ({ kind: 'timer', id, fireAt }));
  }

  private schedule(decision: (id: number) => Decision): SyncTask<Settled> & { id: number } {
    const id = this.takeId();
    if (id >= this.options.maxActions) {
      throw new ReplayFailure(
        `Maximum amount of orchestration actions (${this.options.maxActions}) has been reached. ` +
          'This value can be configured in host.json file as MaxOrchestrationActions.',
      );
    }
    const task = Object.assign(new SyncTask<Settled>(), { id });
    this.decisions.set(id, decision(id));
    this.open.set(id, task);
    return task;
  }

  private compound(type: 11 | 12, actions: Action[]): SyncTask<Settled> {
    const whole = new SyncTask<Settled>();
    const tasks = actions.map((action) => this.invoke(action));
    let left = type === ActionType.WhenAny ? 1 : tasks.length;
    if (left === 0 || tasks.length === 0) return settledTask(OK);
    for (const task of tasks) {
      task.whenSettled(() => {
        left--;
        if (left === 0) whole.settle(OK);
      });
    }
    return whole;
  }

  settle(id: number, end: Settled): void {
    const task = this.open.get(id);
    this.open.delete(id);
    task?.settle(end); // unknown: a second completion, or a timer that was called off
  }

  /** The history says that this had been asked for; the orchestrator must have asked for it again. */
  confirm(event: ConfirmedEvent): void {
    checkReplay(event, this.decisions.get(event.EventId));
    this.decisions.delete(event.EventId);
  }
}

function retryDelay(options: RetryOptions, failures: number, longest: number): number {
  const delay = options.firstRetryIntervalInMilliseconds * (options.backoffCoefficient ?? 1) ** (failures - 1);
  return Math.min(delay, options.maxRetryIntervalInMilliseconds ?? longest);
}
