import { type Clock, systemClock } from '../../../local/clock';

/** Time for those who take it from `Date`, as the packages of Azure do. Nothing that waits waits less for it. */
export interface OwnDate {
  pass(seconds: number): void;
  clock: Clock;
}

/** For a test file as a whole, from here to its end. It begins with the present, when certificates are good. */
export function ownDate(): OwnDate {
  jest.useFakeTimers({
    doNotFake: [
      'hrtime',
      'nextTick',
      'performance',
      'queueMicrotask',
      'setImmediate',
      'clearImmediate',
      'setInterval',
      'clearInterval',
      'setTimeout',
      'clearTimeout',
    ],
  });
  afterAll(() => jest.useRealTimers());
  return { pass: (seconds) => jest.setSystemTime(Date.now() + seconds * 1000), clock: systemClock };
}
