import { app } from '@azure/functions';
import { input } from 'durable-functions';
import { answering, authLevel } from '../src/composition';
import { runTable } from '../src/http/routes/jobs/run-table';

app.http('runTable', {
  route: 'jobs/{job}/table',
  methods: ['GET'],
  authLevel,
  extraInputs: [input.durableClient()],
  handler: answering(runTable),
});
