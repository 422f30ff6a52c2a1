/** Thrown for a page token that no list of ours has given out, so it is the caller's mistake. */
export class BadPageToken extends Error {
  override name = 'BadPageToken';

  constructor() {
    super('This page token does not come from a list of runs.');
  }
}
