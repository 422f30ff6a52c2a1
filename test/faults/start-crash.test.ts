import { startJourney } from './start-journey';

test.each([
  'after POST /claims 1', // claimed, and nothing else
  'after POST /orchestrators/runJob 1', // started, and nobody was told
  'after POST /jobs/run-now 1', // Databricks has begun the run, and its answer is lost
])('a host killed %s starts one run', async (place) => {
  expect(await startJourney(place)).toEqual({ killed: true, outcome: 'succeeded', runs: 1 });
});
