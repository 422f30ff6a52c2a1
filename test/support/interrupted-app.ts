import { StorageUnavailable } from '../../src/contract/storage-unavailable';
import type { App } from '../../src/http/app';

/** What becomes of a call: it fails or is never heard of again, before or after it has done what was asked. */
export const INTERRUPTIONS = ['fails', 'fails afterwards', 'hangs', 'hangs afterwards'] as const;
export type Interruption = (typeof INTERRUPTIONS)[number];

type Call = (...args: unknown[]) => unknown;

/** An app like this one, but its nth call to storage or platform, counted from 1, is interrupted. */
export function interruptedApp(app: App, nth: number, how: Interruption) {
  let calls = 0;
  let interrupted: string | undefined;

  const watched =
    (name: string, call: Call): Call =>
    async (...args) => {
      calls += 1;
      if (calls !== nth) return call(...args);
      interrupted = name;
      if (how.endsWith('afterwards')) await call(...args);
      if (how.startsWith('hangs')) return new Promise(() => {});
      throw new StorageUnavailable(`${name} was interrupted`);
    };
  const watchedPart = <T extends object>(part: string, thing: T): T =>
    new Proxy(thing, {
      get(target, name) {
        const value = Reflect.get(target, name);
        return name === 'standardUrls' ? value : watched(`${part}.${String(name)}`, value as Call);
      },
    });

  const askForKey = watched('linkKey', app.linkKey) as App['linkKey'];
  let key: Buffer | undefined;
  const faulty: App = {
    ...app,
    runs: watchedPart('runs', app.runs),
    claims: watchedPart('claims', app.claims),
    turns: watchedPart('turns', app.turns),
    instances: watchedPart('instances', app.instances),
    outputs: watchedPart('outputs', app.outputs),
    linkKey: async () => {
      key ??= await askForKey(); // like the real one, which asks only once
      return key;
    },
  };
  /** The call that was interrupted; undefined if there were not as many. */
  return { app: faulty, interrupted: () => interrupted };
}
