import type { Clock } from '../clock';
import { StartupError } from '../startup-error';
import { triggerOf } from './bindings';
import type { RegisteredFunction, TypedData } from './functions-core';
import { nextOccurrence, parseSchedule, type Schedule } from './ncrontab';
import { resolveSettings } from './settings';

export interface TimerFunction {
  target: RegisteredFunction;
  trigger: string;
  text: string;
  schedule: Schedule;
  runOnStartup: boolean;
}

export function timerFunctions(functions: Iterable<RegisteredFunction>, env: NodeJS.ProcessEnv): TimerFunction[] {
  const found: TimerFunction[] = [];
  for (const target of functions) {
    const { name, binding } = triggerOf(target);
    if (binding.type !== 'timerTrigger') continue;
    const text = resolveSettings(String(binding.schedule ?? ''), env);
    try {
      const schedule = parseSchedule(text);
      found.push({ target, trigger: name, text, schedule, runOnStartup: binding.runOnStartup === true });
    } catch (error) {
      throw new StartupError(`Function ${target.name} has a schedule that cannot be read: ${(error as Error).message}`);
    }
  }
  return found;
}

/** Calls the function at each of its times, never twice at once. Returns a function that ends it. */
export function runOnSchedule(
  timer: TimerFunction,
  clock: Clock,
  call: (data: TypedData) => Promise<unknown>,
): () => void {
  let stopped = false;
  let cancel: () => void = () => {};
  let last: number | undefined;

  const plan = () => {
    if (stopped) return;
    const due = nextOccurrence(timer.schedule, clock.now());
    if (Number.isFinite(due)) cancel = clock.schedule(due, () => void fire(due));
  };
  const fire = async (due: number) => {
    const data = timerData(last, nextOccurrence(timer.schedule, due));
    last = due;
    await call(data);
    plan();
  };
  if (timer.runOnStartup) void fire(clock.now());
  else plan();
  return () => {
    stopped = true;
    cancel();
  };
}

function timerData(last: number | undefined, next: number): TypedData {
  const text = (at: number | undefined) =>
    at !== undefined && Number.isFinite(at) ? new Date(at).toISOString() : '0001-01-01T00:00:00';
  return {
    json: JSON.stringify({
      Schedule: { AdjustForDST: true },
      ScheduleStatus: { Last: text(last), LastUpdated: text(last), Next: text(next) },
      IsPastDue: false,
    }),
  };
}
