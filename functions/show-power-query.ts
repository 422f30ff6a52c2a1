import { app } from '@azure/functions';
import { input } from 'durable-functions';
import { answering, authLevel } from '../src/composition';
import { showPowerQuery } from '../src/http/routes/jobs/show-power-query';

app.http('showPowerQuery', {
  route: 'jobs/{job}/power-query',
  methods: ['GET'],
  authLevel,
  extraInputs: [input.durableClient()],
  handler: answering(showPowerQuery),
});
