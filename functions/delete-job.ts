import { app } from '@azure/functions';
import { input } from 'durable-functions';
import { answering, authLevel } from '../src/composition';
import { deleteJob } from '../src/http/routes/jobs/delete-job';

app.http('deleteJob', {
  route: 'jobs/{job}',
  methods: ['DELETE'],
  authLevel,
  extraInputs: [input.durableClient()],
  handler: answering(deleteJob),
});
