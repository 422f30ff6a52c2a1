import type { JsonObject } from '../json';
import type { Status } from '../pipeline/definition';

export interface ActivityError {
  errorCode: string;
  message: string;
  failureType: 'UserError';
  target: string;
}

/** What has become of an activity. */
export interface Outcome {
  status: Status;
  output: JsonObject;
  error?: Pick<ActivityError, 'errorCode' | 'message'> | undefined;
}

export const succeeded = (output: JsonObject = {}): Outcome => ({ status: 'Succeeded', output });

/** An activity that fails leaves nothing but what the service says of its own. */
export const failed = (errorCode: string, message: string, output: JsonObject = {}): Outcome => ({
  status: 'Failed',
  output,
  error: { errorCode, message },
});

export const timedOut = (message: string): Outcome => ({
  status: 'TimedOut',
  output: {},
  error: { errorCode: 'TimedOut', message },
});

/** For whoever waits for it, an activity whose time was up has failed. */
export const hasFailed = ({ status }: Pick<Outcome, 'status'>): boolean => status === 'Failed' || status === 'TimedOut';
