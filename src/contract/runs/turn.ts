/** A run in the row of its job: it was going on when somebody last looked. */
export interface TurnEntry {
  instanceId: string;
  nonce: string;
  /** The same for all starts that would run the same. */
  parametersHash: string;
  createdAt: string;
  /** Which callback its end is told to. Missing: none. */
  callbackId?: string | undefined;
}
