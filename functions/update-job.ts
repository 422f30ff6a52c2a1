import { app } from '@azure/functions';
import { input } from 'durable-functions';
import { answering, authLevel } from '../src/composition';
import { updateJob } from '../src/http/routes/jobs/update-job';

app.http('updateJob', {
  route: 'jobs/{job}',
  methods: ['PATCH'],
  authLevel,
  extraInputs: [input.durableClient()],
  handler: answering(updateJob),
});
