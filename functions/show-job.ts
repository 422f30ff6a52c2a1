import { app } from '@azure/functions';
import { input } from 'durable-functions';
import { answering, authLevel } from '../src/composition';
import { showJob } from '../src/http/routes/jobs/show-job';

app.http('showJob', {
  route: 'jobs/{job}',
  methods: ['GET'],
  authLevel,
  extraInputs: [input.durableClient()],
  handler: answering(showJob),
});
