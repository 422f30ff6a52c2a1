/** The host cannot start, for a reason that its user can mend: printed as it is, without a stack. */
export class StartupError extends Error {}
