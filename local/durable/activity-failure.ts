import type { FailureDetails, TaskFailed } from './history/event';

/** What the worker tells of a function that failed. */
export interface InvocationError {
  message: string;
  stack: string | null;
}

type Failure = Pick<TaskFailed, 'Reason' | 'Details' | 'FailureDetails'>;

/** The failure of an activity, in the shape in which an orchestrator gets to see it. */
export function activityFailure(name: string, error: InvocationError): Failure {
  const details = readFailureDetails(error.message);
  if (details) {
    return {
      Reason: `Activity function '${name}' failed with an unhandled exception.`,
      Details: null,
      FailureDetails: details,
    };
  }
  // Two blanks: the extension cuts the worker's text after "Exception:" and keeps the blank that follows.
  return {
    Reason: `Activity function '${name}' failed:  ${error.message}`,
    Details: JSON.stringify(dotnetException(error)),
    FailureDetails: null,
  };
}

/** An app with an exception properties provider sends its failures as JSON in place of a message. */
function readFailureDetails(message: string): FailureDetails | undefined {
  const sent = parseSent(message);
  if (!sent) return undefined;
  return {
    ErrorType: sent.errorType,
    ErrorMessage: sent.errorMessage,
    StackTrace: sent.stackTrace ?? null,
    InnerFailure: null,
    IsNonRetriable: sent.isNonRetriable,
    Properties: sent.properties,
  };
}

interface SentDetails {
  errorType: string;
  errorMessage: string;
  isNonRetriable: boolean;
  properties: Record<string, unknown> | null;
  stackTrace?: string;
}

/** A message may look like that and be none. */
function parseSent(message: string): SentDetails | undefined {
  if (!message.startsWith('{"errorType":')) return undefined;
  try {
    const sent = JSON.parse(message) as SentDetails;
    return typeof sent.errorMessage === 'string' ? sent : undefined;
  } catch {
    return undefined;
  }
}

/** The .NET exception that the real host wraps around it. The library needs a text here; apps have learned its keys. */
function dotnetException({ message, stack }: InvocationError) {
  return {
    $type: 'System.Exception, System.Private.CoreLib',
    ClassName: 'System.Exception',
    Message: ` ${message}`,
    Data: null,
    InnerException: {
      $type: 'Microsoft.Azure.WebJobs.Script.Workers.Rpc.RpcException, Microsoft.Azure.WebJobs.Script',
      IsUserException: false,
      RemoteStackTrace: stack ?? '',
      RemoteMessage: message,
      RemoteTypeName: null,
      Message: `Result: Failure\nException: ${message}\nStack: ${stack ?? ''}`,
      Data: { $type: 'System.Collections.ListDictionaryInternal, System.Private.CoreLib' },
      InnerException: null,
      HelpLink: null,
      Source: 'System.Private.CoreLib',
      HResult: -2146233088,
      StackTrace: '   at the activity function, in the embedded host',
    },
    HelpURL: null,
    StackTraceString: null,
    RemoteStackTraceString: null,
    RemoteStackIndex: 0,
    ExceptionMethod: null,
    HResult: -2146233088,
    Source: null,
    WatsonBuckets: null,
  };
}
