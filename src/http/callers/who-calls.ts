import { type Caller, type CallerAuth, KEY_HOLDER } from '../../contract/callers/caller';
import { type CallerRules, callerOf } from '../../contract/callers/caller-rules';
import { readClientPrincipal } from '../../contract/callers/client-principal';
import { ProblemError } from '../../contract/problem';

export interface WhoCalls {
  /** What the host itself asks of callers, on all routes that are not open to anyone. */
  authLevel: 'function' | 'anonymous';
  /** Throws the problem to answer with. */
  identify(headers: { get(name: string): string | null }): Caller;
}

/**
 * The one place that decides how callers are known. The header of App Service is believed only where that stands before
 * the app and takes away what callers send by this name; with function keys anybody could write it.
 */
export function whoCalls(auth: CallerAuth, rules?: CallerRules): WhoCalls {
  if (auth === 'key') return { authLevel: 'function', identify: () => KEY_HOLDER };
  return {
    authLevel: 'anonymous',
    identify(headers) {
      const principal = readClientPrincipal(headers.get('x-ms-client-principal') ?? '');
      if (!principal) throw callerUnknown();
      return callerOf(principal, rules);
    },
  };
}

const callerUnknown = () =>
  new ProblemError({
    status: 401,
    code: 'callerUnknown',
    detail:
      'App Service has not said who sends this request. Send a token of Microsoft Entra for this app in the header Authorization.',
  });
