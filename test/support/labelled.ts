/** Values for test.each, each after a label of it that is short enough for the name of a test. */
export const labelled = <T>(values: readonly T[]): [label: string, value: T][] =>
  values.map((value) => [String(JSON.stringify(value)).slice(0, 60), value]);
