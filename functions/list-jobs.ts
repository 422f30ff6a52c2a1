import { app } from '@azure/functions';
import { input } from 'durable-functions';
import { answering, authLevel } from '../src/composition';
import { listJobs } from '../src/http/routes/jobs/list-jobs';

app.http('listJobs', {
  route: 'jobs',
  methods: ['GET'],
  authLevel,
  extraInputs: [input.durableClient()],
  handler: answering(listJobs),
});
