/** Told as it is, without a stack. */
export class CannotGoOn extends Error {}
