/** The launcher cannot go on, for a reason that its user can mend: printed as one line, without a stack. */
export class LaunchError extends Error {
  constructor(message, exitCode = 1) {
    super(message);
    this.exitCode = exitCode;
  }
}
