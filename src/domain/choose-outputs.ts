/** Values that tasks have handed over are the output of a run; logs are, where there is nothing else. */
export function chooseOutputs<T extends { kind: 'value' | 'logs' }>(left: readonly T[]): T[] {
  const values = left.filter(({ kind }) => kind === 'value');
  return values.length > 0 ? values : [...left];
}
