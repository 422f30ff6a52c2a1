import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  type Action,
  ActionType,
  type OrchestratorOutput,
  readOrchestratorError,
  readOrchestratorResult,
} from '../../local/durable/decider/orchestrator-output';
import { RUN_JOB } from '../../src/contract/runs/orchestration/activity-names';
import { runWorld } from '../support/run-world';
import { ownTime, type VirtualClock } from '../support/virtual-clock';
import { live, STORIES } from './stories';

/**
 * Histories of runs, as some version of this app has left them. Runs that are under way when another version is
 * deployed are replayed by that one, and fail if it asks for other things, or in another order. So whoever changes the
 * orchestration finds out here. Before the first release, UPDATE_GOLDEN=1 writes them anew; a history of a released
 * version is never written again: a change that breaks it needs a new version of the orchestration beside the old one.
 */
const FOLDER = join(__dirname, 'histories');

interface Generation {
  /** What the orchestration asked for, from its beginning on. */
  asked: string[];
  /** What the library was called with. */
  payload: unknown;
}

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const fileOf = (name: string) => join(FOLDER, `${name.replace(/\W+/g, '-')}.jsonl`);

if (process.env.UPDATE_GOLDEN === '1') {
  test.each(Object.keys(STORIES))('writes the history of a run that %s', async (name) => {
    const lines: string[] = [];
    for (const payload of await live(name, clock)) {
      const generation: Generation = { asked: await replay(payload), payload: JSON.parse(payload) };
      lines.push(JSON.stringify(generation).replaceAll(process.cwd(), '/app'));
    }
    writeFileSync(fileOf(name), `${lines.join('\n')}\n`);
  });
}

test.each(Object.keys(STORIES))('a run that %s asks for the same as when it was recorded', async (name) => {
  for (const { payload, asked } of generationsOf(name)) expect(await replay(JSON.stringify(payload))).toEqual(asked);
});

test('the histories lead through every part of the orchestration', () => {
  const asked = Object.keys(STORIES).flatMap((name) => generationsOf(name).flatMap((generation) => generation.asked));
  expect([...new Set(asked)].sort()).toEqual([
    'checkRun | changed',
    'collectOutput | changed',
    'continueAsNew',
    'ends',
    'fails',
    'recordEnd | changed',
    'submitRun | changed',
    'timer (cancelled) | changed',
    'timer | changed',
  ]);
});

function generationsOf(name: string): Generation[] {
  const lines = readFileSync(fileOf(name), 'utf8').trim().split('\n');
  return lines.map((line) => JSON.parse(line));
}

async function replay(payload: string): Promise<string[]> {
  const { host } = runWorld({ clock });
  const invoked = await host.orchestrators.invoke(RUN_JOB, payload);
  const output = invoked.ok ? readOrchestratorResult(invoked.result) : readOrchestratorError(invoked.error.message);
  return [...output.actions.map(tell), ...endOf(output)];
}

function endOf({ error, isDone, actions }: OrchestratorOutput): string[] {
  if (error !== undefined) return ['fails'];
  return isDone && !actions.some(({ actionType }) => actionType === ActionType.ContinueAsNew) ? ['ends'] : [];
}

/** Without inputs and times, which may change from one version to the next. */
function tell(action: Action): string {
  switch (action.actionType) {
    case ActionType.CallActivity:
      return action.functionName;
    case ActionType.CreateTimer:
      return action.isCanceled ? 'timer (cancelled)' : 'timer';
    case ActionType.WaitForExternalEvent:
      return action.externalEventName;
    case ActionType.WhenAny:
      return action.compoundActions.map(tell).join(' | ');
    case ActionType.ContinueAsNew:
      return 'continueAsNew';
    default:
      return `action ${action.actionType}`;
  }
}
