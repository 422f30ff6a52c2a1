export const MISSING_FIELD = { Error: 0, Ignore: 1, UseNull: 2 } as const;
