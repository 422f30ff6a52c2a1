import type { ErrorForm } from './error-body';
import type { RetryAfter } from './retry-after';

/** What goes wrong with one answer. */
export type Fault = AnswerFault | RedirectFault | ConnectionFault | TruncateFault | SlowFault;

/** Another answer than the workspace's. */
export interface AnswerFault {
  kind: 'answer';
  status: number;
  /** One of the bodies that Databricks, or what stands in front of it, is known to send. */
  form: ErrorForm;
  code: string;
  message: string;
  /** Stands in the place of the form's body, as it is. */
  body?: string;
  headers: Record<string, string>;
  retryAfter?: RetryAfter;
}

/** What a workspace behind a private link says to those outside: go to the page for people. */
export interface RedirectFault {
  kind: 'redirect';
  location: string;
}

/** `reset`: closed without an answer. `cut`: closed in the middle of the body. `stall`: silent from there on, and open. */
export type ConnectionFault = { kind: 'reset' } | { kind: 'cut' } | { kind: 'stall'; sent: PartSent };

/** How much of the answer is sent before the silence. */
export type PartSent = 'nothing' | 'head' | 'half';

/** An answer that arrives whole and breaks off in the middle of its JSON. */
export interface TruncateFault {
  kind: 'truncate';
}

/** The workspace's own answer, late. The delay is real time, however fast the workspace's clock goes. */
export interface SlowFault {
  kind: 'slow';
  milliseconds: number;
}

export interface FaultRule {
  /** As `readRoutePattern` reads it. */
  route: string;
  /** `after`: the workspace does what was asked, and only its answer is lost or replaced. */
  when: 'before' | 'after';
  /** At most so many requests are hit, then never again. */
  times?: number;
  /** Only the nth, 2nth, 3nth request on this route. */
  every?: number;
  /** Of the requests that are left, this share, as dice of the rule's own fall. */
  probability?: number;
  fault: Fault;
}
