import { app } from '@azure/functions';
import { input } from 'durable-functions';
import { answering, authLevel } from '../src/composition';
import { listJobRuns } from '../src/http/routes/jobs/list-job-runs';

app.http('listJobRuns', {
  route: 'jobs/{job}/runs',
  methods: ['GET'],
  authLevel,
  extraInputs: [input.durableClient()],
  handler: answering(listJobRuns),
});
