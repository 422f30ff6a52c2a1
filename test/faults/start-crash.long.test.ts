import { startJourney } from './start-journey';

// The batches are the rows of runs: made by the handler, met by the activity, marked as being tried, given the run's id.
const steps = ['POST /claims 1', 'POST $batch 1', 'POST /orchestrators/runJob 1', 'POST $batch 2', 'POST $batch 3'];
const all = [...steps, 'POST /jobs/run-now 1', 'POST $batch 4', 'GET /jobs/runs/get 1', 'GET /jobs/runs/get-output 1'];

test.each(all.flatMap((step) => [`before ${step}`, `after ${step}`]))(
  'a host killed %s starts one run',
  async (place) => {
    expect(await startJourney(place)).toEqual({ killed: true, outcome: 'succeeded', runs: 1 });
  },
);
