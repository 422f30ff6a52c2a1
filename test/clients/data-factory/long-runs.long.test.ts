import { factoryWorld } from '../../support/data-factory/factory-world';
import { jobThatTakes } from '../../support/made-up-job';
import { ownTime, type VirtualClock } from '../../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

/** Longer than Data Factory lets an activity run that says nothing of its time. */
const TOOK = 13 * 3600;

test.each(['RunDatabricksJob', 'RunShortDatabricksJob', 'PollDatabricksJob', 'RunDatabricksJobByWebhook'])(
  '%s waits for a run of 13 hours',
  async (pipeline) => {
    const world = factoryWorld({ clock, scenarios: [jobThatTakes(TOOK)] });
    const run = await world.play(pipeline, { JobId: world.jobId });
    expect([run.status, run.returned.Output, world.starts()]).toEqual(['Succeeded', 'done', 1]);
    expect(run.seconds).toBeGreaterThanOrEqual(TOOK);
  },
  600_000,
);
