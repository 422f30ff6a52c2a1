import type { Clock } from '../clock';
import type { Log } from '../log';
import { asParent, endOfChild, isChildOf } from './family';
import type { DurableFunctions } from './functions';
import { EventType, type HistoryEvent, type ReceivedEvent } from './history/event';
import { hasEnded, type Instance, InstanceExists, tellEnd } from './instance';
import { toDotnetJson } from './json/dotnet-text';
import { createLimiter } from './limiter';
import { type ChildCall, LiveInstance, type Message, type Surroundings } from './live-instance';
import type { Store, StoredInstance } from './store/store';
import { isRefusal, startForSure } from './store/sure-writes';
import { createTurns } from './turns';

export interface EngineOptions {
  store: Store;
  functions: DurableFunctions;
  clock: Clock;
  newGuid(): string;
  log: Log;
  /** host.json `defaultVersion`: stamped on every start that names none. */
  defaultVersion: string | null;
  maxActivities: number;
  longestTimerMs?: number;
  longTimerStepMs?: number;
  maxActions?: number;
}

export interface StartRequest {
  name: string;
  /** JSON text. */
  input: string | null;
  instanceId?: string | undefined;
  version?: string | null | undefined;
}

type NewInstance = Pick<Instance, 'instanceId' | 'name' | 'input' | 'version' | 'parent'>;

const DAY_MS = 86_400_000;
const RETRY_MS = 1000;
const GONE = { status: 'Terminated' } as const;

/**
 * Keeps all instances going that have not ended. What is outstanding is written nowhere else than in the histories, so
 * `recover` finds it again after a crash.
 */
export class Engine {
  private readonly live = new Map<string, LiveInstance>();
  private readonly around: Surroundings;
  private readonly atWork = new Set<Promise<unknown>>();
  /** What is stored and what is live of an id must not drift apart, so what changes both goes one after the other. */
  private readonly inTurn = createTurns();
  private recovered: Promise<unknown> = Promise.resolve();
  private stopped = false;

  constructor(private readonly options: EngineOptions) {
    this.around = {
      ...options,
      limitActivities: createLimiter(options.maxActivities),
      episodes: {
        ...options,
        longestTimerMs: options.longestTimerMs ?? 6 * DAY_MS,
        longTimerStepMs: options.longTimerStepMs ?? 3 * DAY_MS,
        maxActions: options.maxActions ?? 100_000,
      },
      track: (work) => this.track(work),
      startChild: (parent, call) => this.startChild(parent, call),
      ended: (self, tooLate) => this.ended(self, tooLate),
      abandoned: (self) => this.forget(self),
    };
  }

  /** Takes up every instance where the last process left it. Returns how many there are. */
  recover(): Promise<number> {
    const recovery = this.animateAll();
    this.recovered = recovery;
    return recovery;
  }

  private async animateAll(): Promise<number> {
    const alive: string[] = [];
    for await (const instance of this.options.store.list({ alive: true })) alive.push(instance.instanceId);
    for (const id of alive) {
      await this.animateStored(id).catch((error) =>
        this.options.log('error', 'durable', `instance ${id} cannot be taken up: ${error.message}`),
      );
    }
    return this.live.size;
  }

  /** In turn, or what was loaded could be old when it comes to life, and run an activity once more. */
  private animateStored(instanceId: string): Promise<void> {
    return this.inTurn(instanceId, async () => {
      if (this.live.has(instanceId)) return;
      const state = await this.options.store.load(instanceId);
      if (state && !hasEnded(state.instance)) this.animate(state);
    });
  }

  /** Lets running episodes and their commits end; activities that go on are run again after the next start. */
  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all([...this.live.values()].map((instance) => instance.close()));
  }

  async start({ name, input, instanceId, version }: StartRequest): Promise<string> {
    const id = instanceId || this.options.newGuid().replaceAll('-', '');
    await this.create({ instanceId: id, name, input, version: version || this.options.defaultVersion, parent: null });
    return id;
  }

  async read(instanceId: string): Promise<Instance | undefined> {
    return this.live.get(instanceId)?.state.instance ?? (await this.options.store.read(instanceId))?.instance;
  }

  async history(instanceId: string): Promise<HistoryEvent[]> {
    const state = this.live.get(instanceId)?.state ?? (await this.options.store.load(instanceId));
    return state?.history ?? [];
  }

  list(idPrefix?: string): AsyncIterable<Instance> {
    return this.options.store.list(idPrefix ? { idPrefix } : {});
  }

  /** Stores a message for an instance, then hands it over. One that has ended gets no more messages. */
  async send(instanceId: string, event: ReceivedEvent): Promise<void> {
    await this.recovered;
    await this.inTurn(instanceId, async () => {
      const inboxKey = await this.options.store.enqueue(instanceId, event);
      const instance = this.live.get(instanceId);
      if (instance) instance.deliver({ event, inboxKey });
      else if (hasEnded((await this.read(instanceId)) ?? GONE)) await this.discard(instanceId, [{ event, inboxKey }]);
    });
  }

  async purge(instanceId: string): Promise<void> {
    await this.inTurn(instanceId, async () => {
      const instance = this.live.get(instanceId);
      if (instance) this.forget(instance);
      await instance?.close();
      await this.options.store.purge(instanceId);
    });
  }

  /** Resolves when no episode and no activity is under way. */
  async idle(): Promise<void> {
    while (this.atWork.size > 0) await Promise.allSettled([...this.atWork]);
  }

  private create(start: NewInstance): Promise<void> {
    return this.inTurn(start.instanceId, () => this.createNow(start));
  }

  private async createNow(start: NewInstance): Promise<void> {
    const { store, clock, newGuid, log } = this.options;
    const before = await store.load(start.instanceId);
    if (before && !hasEnded(before.instance)) throw new InstanceExists(before.instance.status);
    const instance: Instance = {
      ...start,
      executionId: newGuid(),
      generation: before ? before.instance.generation + 1 : 0,
      status: 'Pending',
      customStatus: null,
      output: null,
      createdAt: clock.now(),
      updatedAt: clock.now(),
    };
    const version = await startForSure(store, instance, before);
    log('information', instance.name, `instance ${instance.instanceId} started`);
    this.animate({ instance, history: [], work: [], inbox: [], version });
    if (before) await store.dropGeneration(instance.instanceId, before.instance.executionId).catch(nothing); // nobody reads it
  }

  private animate(state: StoredInstance): void {
    const instance = new LiveInstance(state, this.around);
    this.live.set(instance.id, instance);
    if (!this.stopped) instance.wakeUp();
  }

  private forget(instance: LiveInstance): void {
    if (this.live.get(instance.id) === instance) this.live.delete(instance.id);
  }

  private async ended(self: LiveInstance, tooLate: Message[]): Promise<void> {
    const { instance, history } = self.state;
    this.forget(self);
    this.options.log(instance.status === 'Failed' ? 'error' : 'information', instance.name, tellEnd(instance));
    this.tellParent(instance, history);
    await this.discard(self.id, tooLate);
  }

  /** Starts a child, or finds that it was started before a crash. */
  private async startChild(parent: Instance, call: ChildCall, attempt = 1): Promise<void> {
    if (this.stopped) return;
    const { id: taskId, instanceId, name, input, version } = call;
    try {
      const there = await this.read(instanceId);
      if (there && isChildOf(there, parent, taskId)) {
        if (hasEnded(there)) this.tellParent(there, await this.history(instanceId));
        else await this.animateStored(instanceId);
        return;
      }
      await this.create({
        instanceId,
        name,
        input: input === undefined || input === null ? null : toDotnetJson(input),
        version,
        parent: asParent(parent, taskId),
      });
    } catch (error) {
      const why = `cannot start its child ${instanceId}: ${(error as Error).message}`;
      const forEver = error instanceof InstanceExists || isRefusal(error);
      if (attempt === 1 || forEver) this.options.log('error', parent.name, `instance ${parent.instanceId} ${why}`);
      if (forEver) return; // the parent waits for ever, as in Azure
      const { clock } = this.options;
      clock.schedule(clock.now() + RETRY_MS, () => this.track(this.startChild(parent, call, attempt + 1)));
    }
  }

  private tellParent(child: Instance, history: readonly HistoryEvent[]): void {
    if (!child.parent) return;
    const { OrchestrationInstance: parent, TaskScheduleId: taskId } = child.parent;
    const end = history.findLast((event) => event.EventType === EventType.ExecutionCompleted);
    if (!end) return;
    const event = endOfChild(end, taskId, this.options.clock.now());
    this.live.get(parent.InstanceId)?.deliver({ event, executionId: parent.ExecutionId });
  }

  private async discard(instanceId: string, messages: Message[]): Promise<void> {
    const stored = messages.flatMap((message) => message.inboxKey ?? []);
    if (stored.length === 0) return;
    this.options.log(
      'warning',
      'durable',
      `instance ${instanceId} has ended: ${stored.length} message(s) to it discarded`,
    );
    await this.options.store.discard(instanceId, stored);
  }

  private track(work: Promise<unknown>): void {
    this.atWork.add(work);
    void work
      .catch((error) =>
        this.options.log('error', 'durable', error instanceof Error ? (error.stack ?? '') : String(error)),
      )
      .finally(() => this.atWork.delete(work));
  }
}

const nothing = () => undefined;
