import type { RunEndCode } from '../contract/codes';
import type { CheckResult } from '../contract/runs/orchestration/activity-io';
import type { Outcome, ReportedOutcome } from '../domain/outcome';

export interface EndingText {
  outcome: Outcome;
  code: RunEndCode | null;
  message: string | null;
}

/** The ends that this app decides, and Databricks knows nothing of, by their codes. */
const OWN_ENDINGS = {
  canceledBeforeStart: {
    outcome: 'canceled',
    message: 'The run was cancelled before it was started. Nothing has run.',
  },
  timeoutBeforeStart: {
    outcome: 'timedOut',
    message: 'The time was up before the run could be started. Nothing has run.',
  },
  databricksUnavailable: {
    outcome: 'rejected',
    message: 'Databricks could not be reached until the time was up. Nothing was started; start it again later.',
  },
  startUnconfirmed: {
    outcome: 'unknown',
    message:
      'Databricks gave no answer to the start until the time was up. The run may have been started: look at the runs of the job before you start it again.',
  },
  timeoutReached: {
    outcome: 'timedOut',
    message: 'The time was up before the run had ended, and it was cancelled.',
  },
  detached: {
    outcome: 'timedOut',
    message: 'The time was up before the run had ended. It goes on in Databricks, as the request wished.',
  },
  cancelUnconfirmed: {
    outcome: 'timedOut',
    message:
      'The time was up, and the run could not be seen to stop within ten minutes of being told to. Look at its page: it may go on.',
  },
} as const satisfies Partial<Record<RunEndCode, Omit<EndingText, 'code'>>>;

/** One of those, with what stood in the way last, for whoever has to repair it. */
export function ownEnding(code: keyof typeof OWN_ENDINGS, trouble?: string): EndingText {
  const { outcome, message } = OWN_ENDINGS[code];
  return { outcome, code, message: trouble ? `${message} What stood in the way last: ${trouble}` : message };
}

const CODES: Readonly<Record<ReportedOutcome, RunEndCode | null>> = {
  succeeded: null,
  partial: 'runPartlyFailed',
  failed: 'runFailed',
  timedOut: 'runTimedOut',
  canceled: 'runCanceled',
  skipped: 'runSkipped',
};

/** The end of a run that Databricks reports. A run that we stopped was not cancelled by anybody: its time was up. */
export function endFrom({ outcome, run }: Extract<CheckResult, { kind: 'ended' }>, stopped: boolean): EndingText {
  if (stopped && outcome === 'canceled') return ownEnding('timeoutReached');
  return { outcome, code: CODES[outcome], message: run.message };
}

/** Of a start that was refused in the end, although an earlier try may have got through. */
export function refusedLate({ code, message }: { code: RunEndCode; message: string }): EndingText {
  const doubt = 'An earlier try got no answer, and may have started the run: look at the runs of the job.';
  return { outcome: 'unknown', code, message: `${message} ${doubt}` };
}
