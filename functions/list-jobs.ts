import { app } from '@azure/functions';
import { input } from 'durable-functions';
import { answering } from '../src/composition';
import { listJobs } from '../src/http/list-jobs';

app.http('listJobs', {
  route: 'jobs',
  methods: ['GET'],
  authLevel: 'function',
  extraInputs: [input.durableClient()],
  handler: answering(listJobs),
});
