import { expectSafeArrival, journey } from './journey';

const COMMITS = 8;
const places = Array.from({ length: COMMITS }, (_, index) => [
  `before commit ${index + 1}`,
  `after commit ${index + 1}`,
]);

test.each(places.flat())('a host killed %s loses nothing, and runs at most one activity twice', async (place) => {
  expectSafeArrival(await journey(place));
});
