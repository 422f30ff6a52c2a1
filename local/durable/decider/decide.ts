import { EventType, type FailureDetails, type HistoryEvent, OrchestrationStatus } from '../history/event';
import { toDotnetJson } from '../json/dotnet-text';
import { AskedTasks, OK } from './asked-tasks';
import type { Decided, DecideOptions, Outcome } from './decision';
import type { Action, OrchestratorOutput } from './orchestrator-output';
import { ReplayFailure } from './replay-check';

/**
 * Replays a history against the actions that the orchestrator asked for, and says what is left to be done.
 *
 * The orchestrator's library tells on every replay all actions of its generation, without numbers. This walk numbers
 * them exactly as the library does (one number for each task, in the order in which it is reached; an action is reached
 * when the one before it has settled), so that the two agree on which completion belongs to which task.
 */
export function decide(history: readonly HistoryEvent[], output: OrchestratorOutput, options: DecideOptions): Decided {
  return new Walk(output, options).run(history);
}

class Walk {
  private finished = false;
  private suspended = false;
  private outcome: Outcome | undefined;
  private readonly whileSuspended: HistoryEvent[] = [];
  private readonly carryOver: HistoryEvent[] = [];
  private readonly tasks: AskedTasks;

  constructor(
    private readonly output: OrchestratorOutput,
    private readonly options: DecideOptions,
  ) {
    this.tasks = new AskedTasks(options);
  }

  run(history: readonly HistoryEvent[]): Decided {
    try {
      for (const event of history) this.receive(event);
      if (this.finished && !this.suspended && !this.tasks.hasOpen) this.end();
    } catch (error) {
      if (!(error instanceof ReplayFailure)) throw error;
      this.complete(OrchestrationStatus.Failed, error.message, null);
    }
    return {
      // The orchestrator is ahead of what is received while it is suspended; what it asks for is done afterwards.
      decisions: this.suspended ? [] : [...this.tasks.decisions.values()].sort((a, b) => a.id - b.id),
      outcome: this.outcome ?? { kind: 'waiting' },
      neverAnswered: this.tasks.neverAnswered,
      stalled:
        !this.outcome && !this.finished && !this.suspended && !this.tasks.hasOpen && !this.tasks.events.isAwaited(),
    };
  }

  private receive(event: HistoryEvent): void {
    const passesSuspension =
      event.EventType === EventType.ExecutionResumed || event.EventType === EventType.ExecutionTerminated;
    if (this.suspended && !passesSuspension) {
      this.whileSuspended.push(event);
      return;
    }
    switch (event.EventType) {
      case EventType.OrchestratorStarted:
        this.tasks.now = Date.parse(event.Timestamp);
        break;
      case EventType.ExecutionStarted:
        this.pump(0);
        break;
      case EventType.TaskScheduled:
      case EventType.SubOrchestrationInstanceCreated:
      case EventType.TimerCreated:
        this.tasks.confirm(event);
        break;
      case EventType.TaskCompleted:
      case EventType.SubOrchestrationInstanceCompleted:
        this.tasks.settle(event.TaskScheduledId, OK);
        break;
      case EventType.TaskFailed:
      case EventType.SubOrchestrationInstanceFailed:
        this.tasks.settle(event.TaskScheduledId, { ok: false, failure: event.FailureDetails });
        break;
      case EventType.TimerFired:
        this.tasks.settle(event.TimerId, OK);
        break;
      case EventType.EventRaised:
        if (this.tasks.continueAsNewInput !== undefined) this.carryOver.push(event);
        else this.tasks.events.deliver(event.Name);
        break;
      case EventType.ExecutionTerminated:
        this.complete(OrchestrationStatus.Terminated, event.Input, null);
        break;
      case EventType.ExecutionSuspended:
        this.suspended = true;
        break;
      case EventType.ExecutionResumed:
        this.suspended = false;
        for (const late of this.whileSuspended.splice(0)) this.receive(late);
        break;
    }
  }

  /** Takes the actions one after the other: the next only when the one before has settled. */
  private pump(from: number): void {
    for (let index = from; index < this.output.actions.length; index++) {
      const action = this.output.actions[index] as Action;
      const task = this.tasks.invoke(action);
      if (!task.settled) {
        task.whenSettled(() => this.pump(index + 1));
        return;
      }
    }
    this.finished = this.output.isDone || Boolean(this.output.error);
  }

  private end(): void {
    if (this.outcome) return;
    if (this.output.error) {
      const text = `Orchestrator function '${this.options.orchestratorName}' failed: ${this.output.error}`;
      this.complete(OrchestrationStatus.Failed, text, this.output.failureDetails ?? null);
    } else if (this.tasks.continueAsNewInput !== undefined) {
      this.outcome = { kind: 'continuedAsNew', input: this.tasks.continueAsNewInput, carryOver: this.carryOver };
    } else {
      const result = this.output.output ?? null;
      this.complete(OrchestrationStatus.Completed, result === null ? null : toDotnetJson(result), null);
    }
  }

  private complete(
    status: (typeof OrchestrationStatus)['Completed' | 'Failed' | 'Terminated'],
    result: string | null,
    failureDetails: FailureDetails | null,
  ): void {
    this.outcome ??= { kind: 'ended', id: this.tasks.takeId(), status, result, failureDetails };
  }
}
