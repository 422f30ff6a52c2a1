import { expectSafeArrival, journey } from './journey';

test.each([
  'before start 1',
  'after start 1',
  'before activity first',
  'after activity first',
  'after activity aside',
  'before activity last',
  'before commit 1',
  'after commit 1',
  'before commit 3',
  'after commit 3',
  'after commit 6', // while the timer runs
  'before inbox 1',
  'after inbox 1', // stored, and no episode has taken it
])('a host killed %s loses nothing, and runs at most one activity twice', async (place) => {
  expectSafeArrival(await journey(place));
});
