import { hasEnded } from './outcome';
import type { ReportedState } from './run';

/** Where a run stands, in the words of this app. */
export type Phase = 'queued' | 'pending' | 'running' | 'ending' | 'ended';

const BY_STATE: Readonly<Record<string, Phase>> = {
  QUEUED: 'queued',
  PENDING: 'pending',
  BLOCKED: 'pending',
  WAITING: 'pending',
  WAITING_FOR_RETRY: 'running',
  RUNNING: 'running',
  TERMINATING: 'ending',
};

/** A run in a state that nobody knows has been started and has not ended. */
export function phaseOf(state: ReportedState): Phase {
  if (hasEnded(state)) return 'ended';
  const word = state.lifeCycle ?? state.status ?? '';
  return (Object.hasOwn(BY_STATE, word) ? BY_STATE[word] : undefined) ?? 'running';
}
