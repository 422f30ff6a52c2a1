import { inspect } from 'node:util';
import type { Clock } from '../clock';
import type { Log } from '../log';
import { activityFailure } from './activity-failure';
import type { Decision } from './decider/decision';
import { type Episode, type EpisodeOptions, failedEpisode, runEpisode, startOf } from './episode';
import type { DurableFunctions, Invoked } from './functions';
import { EventType, type HistoryEvent, type ReceivedEvent } from './history/event';
import { taskCompleted, taskFailed, timerFired } from './history/new-event';
import { hasEnded, type Instance } from './instance';
import type { Limiter } from './limiter';
import { outstanding } from './outstanding';
import type { Store, StoredInstance } from './store/store';
import { commitForSure } from './store/sure-writes';

export interface Message {
  event: ReceivedEvent;
  /** The generation that the message belongs to; messages from outside belong to whichever is there. */
  executionId?: string;
  /** Where the message is stored, if it is. */
  inboxKey?: string;
}

export type ChildCall = Decision & { kind: 'child' };

/** What an instance needs of the engine that it lives in. */
export interface Surroundings {
  store: Store;
  functions: DurableFunctions;
  clock: Clock;
  log: Log;
  episodes: Omit<EpisodeOptions, 'mustEnd'>;
  limitActivities: Limiter;
  defaultVersion: string | null;
  /** Keeps the engine from going idle while the work goes on. */
  track(work: Promise<unknown>): void;
  startChild(parent: Instance, call: ChildCall): Promise<void>;
  /** The instance has ended; the messages are those that came too late. */
  ended(self: LiveInstance, tooLate: Message[]): Promise<void>;
  /** The instance cannot go on in this process. What is stored of it stays as it is. */
  abandoned(self: LiveInstance): void;
}

/** As many messages as the real engine takes into one episode. */
const BATCH = 32;
const RETRY_MS = 1000;

/**
 * An instance that has not ended: takes its messages, one episode at a time, and does what the episodes decide, but only
 * after they are stored. Its state is kept beside the store's, which only this object writes.
 */
export class LiveInstance {
  private readonly mailbox: Message[] = [];
  private readonly timers = new Set<() => void>();
  private turns: Promise<void> = Promise.resolve();
  private busy = false;
  private closed = false;
  /** Of a version that the host does not know: the real engine puts its messages back, for ever. */
  private heldBack = false;

  constructor(
    public state: StoredInstance,
    private readonly around: Surroundings,
  ) {}

  get id(): string {
    return this.state.instance.instanceId;
  }

  /** Sets everything going that the history asks for and does not answer. */
  wakeUp(): void {
    const { instance, history, work, inbox } = this.state;
    if (history.length === 0) {
      if (instance.version && !this.around.defaultVersion) {
        const why = `asks for version ${instance.version}, and host.json has no defaultVersion`;
        this.log('error', `${why}: it will stay Pending for ever`);
        this.heldBack = true;
      }
      this.mailbox.push({ event: startOf(instance, instance.createdAt, instance.generation) });
    }
    for (const { key, event } of inbox) this.mailbox.push({ event, inboxKey: key });
    this.setGoing(outstanding(history, work), history);
    this.takeTurns();
  }

  deliver(message: Message): void {
    if (this.closed) return;
    this.mailbox.push(message);
    this.takeTurns();
  }

  /** Takes no further turn, and lets the one under way end. */
  async close(): Promise<void> {
    this.closed = true;
    this.callOffTimers();
    await this.turns;
  }

  private takeTurns(): void {
    if (this.busy || this.closed || this.heldBack) return;
    this.busy = true;
    this.turns = this.takeTurnsUntilEmpty();
    this.around.track(this.turns);
  }

  private async takeTurnsUntilEmpty(): Promise<void> {
    try {
      while (this.mailbox.length > 0 && !this.closed) {
        const batch = this.mailbox.splice(0, BATCH).filter((message) => this.concerns(message));
        if (batch.length > 0) await this.turn(batch);
      }
    } catch (error) {
      if (!this.closed) this.abandon(error);
    } finally {
      this.busy = false;
    }
  }

  /** A late answer to a generation that is no more is dropped. */
  private concerns({ executionId }: Message): boolean {
    return executionId === undefined || executionId === this.state.instance.executionId;
  }

  private async turn(batch: Message[]): Promise<void> {
    const { store } = this.around;
    const before = this.state;
    const episode = await this.play(batch.map((message) => message.event));
    const { instance, history, known, work } = episode;
    const commit = {
      instance,
      basedOn: before.version,
      events: history.slice(known),
      work: work.filter((decision) => decision.kind !== 'timer'),
      taken: batch.flatMap((message) => message.inboxKey ?? []),
    };
    const version = await commitForSure(store, commit, {
      pause: () => this.pause(),
      failed: (why) => this.log('warning', `could not be stored, and is tried again: ${why}`),
    });
    this.state = { instance, history, work: [], inbox: [], version };
    if (instance.executionId !== before.instance.executionId) {
      this.callOffTimers();
      await store.dropGeneration(instance.instanceId, before.instance.executionId).catch(() => {}); // nobody reads it
    }
    if (this.closed) return;
    if (!hasEnded(instance)) {
      this.setGoing(work, history);
      return;
    }
    this.closed = true;
    this.callOffTimers();
    await this.around.ended(this, this.mailbox);
  }

  private async play(messages: ReceivedEvent[]): Promise<Episode> {
    const { instance, history } = this.state;
    const { episodes, clock } = this.around;
    try {
      return await runEpisode(instance, history, messages, { ...episodes, mustEnd: () => this.mustEndEpisode() });
    } catch (error) {
      if (this.closed) throw error;
      return failedEpisode(instance, history, messages, messageOf(error), clock);
    }
  }

  /** Lets everything else have its turn. A termination need not wait for the last of all generations. */
  private async mustEndEpisode(): Promise<boolean> {
    await new Promise<void>((resolve) => setImmediate(resolve));
    if (this.closed) throw new Error('the host stops');
    return this.mailbox.some(({ event }) => event.EventType === EventType.ExecutionTerminated);
  }

  private async pause(): Promise<void> {
    const { clock } = this.around;
    await new Promise<void>((resolve) => void clock.schedule(clock.now() + RETRY_MS, resolve));
    if (this.closed) throw new Error('the host stops');
  }

  private abandon(error: unknown): void {
    this.closed = true;
    this.callOffTimers();
    this.log('error', `is left alone until the next start: ${messageOf(error)}`);
    this.around.abandoned(this);
  }

  private log(level: 'warning' | 'error', what: string): void {
    this.around.log(level, this.state.instance.name, `instance ${this.id} ${what}`);
  }

  private setGoing(decisions: readonly Decision[], history: readonly HistoryEvent[]): void {
    const { instance } = this.state;
    for (const decision of decisions) {
      if (decision.kind === 'activity') this.around.track(this.runActivity(instance.executionId, decision));
      else if (decision.kind === 'child') this.around.track(this.around.startChild(instance, decision));
      else this.setTimer(instance.executionId, decision, history);
    }
  }

  private async runActivity(executionId: string, task: Decision & { kind: 'activity' }): Promise<void> {
    const { functions, clock, limitActivities } = this.around;
    const invoked = await limitActivities(async () =>
      this.closed ? undefined : functions.invokeActivity(task.name, this.id, task.input),
    ).catch((error): Invoked<null> => ({ ok: false, error: { message: messageOf(error), stack: null } }));
    if (!invoked) return;
    if (!invoked.ok) this.around.log('error', task.name, `failed: ${invoked.error.stack ?? invoked.error.message}`);
    const event = invoked.ok
      ? taskCompleted(clock.now(), task.id, invoked.result)
      : taskFailed(clock.now(), task.id, activityFailure(task.name, invoked.error));
    this.deliver({ event, executionId });
  }

  private setTimer(executionId: string, task: Decision & { kind: 'timer' }, history: readonly HistoryEvent[]): void {
    const created = history.find((event) => event.EventType === EventType.TimerCreated && event.EventId === task.id);
    if (created?.EventType !== EventType.TimerCreated) return;
    const cancel = this.around.clock.schedule(task.fireAt, () => {
      this.timers.delete(cancel);
      this.deliver({ event: timerFired(created), executionId });
    });
    this.timers.add(cancel);
  }

  private callOffTimers(): void {
    for (const cancel of this.timers) cancel();
    this.timers.clear();
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : inspect(error);
}
