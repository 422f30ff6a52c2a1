/** Values that tasks have handed over are the output of a run; all else that was left is, where there are none. */
export function chooseOutputs<T extends { kind: string }>(left: readonly T[]): T[] {
  const values = left.filter(({ kind }) => kind === 'value');
  return values.length > 0 ? values : [...left];
}
