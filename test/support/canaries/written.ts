import type { Store } from '../../../local/durable/store/store';
import type { MemoryStorage } from '../memory-storage';

/** Something that was kept, if only for a while. */
export interface Written {
  where: string;
  what: unknown;
}

/** Notes from now on all that is written to the storage of the app and to that of its orchestrations. */
export function noteWrites(
  store: Store,
  { runs, claims, outputs }: Pick<MemoryStorage, 'runs' | 'claims' | 'outputs'>,
) {
  const written: Written[] = [];
  note('the orchestrations', store, ['start', 'enqueue', 'commit']);
  note('the rows', runs, ['create', 'update']);
  note('the claims', claims, ['take', 'replace']);
  note('the outputs', outputs, ['write']);
  return written;

  function note<T extends object>(where: string, part: T, names: readonly (keyof T & string)[]): void {
    for (const name of names) {
      const write = part[name] as (...args: unknown[]) => unknown;
      const noted = (...args: unknown[]) => {
        written.push({ where: `${where} (${name})`, what: structuredClone(args) });
        return write.apply(part, args);
      };
      Reflect.set(part, name, noted);
    }
  }
}
