import { app } from '@azure/functions';
import { input } from 'durable-functions';
import { answering, authLevel } from '../src/composition';
import { createJob } from '../src/http/routes/jobs/create-job';

app.http('createJob', {
  route: 'jobs',
  methods: ['POST'],
  authLevel,
  extraInputs: [input.durableClient()],
  handler: answering(createJob),
});
