import { app } from '@azure/functions';
import { input } from 'durable-functions';
import { answering, authLevel } from '../src/composition';
import { showDataFactory } from '../src/http/routes/jobs/show-data-factory';

app.http('showDataFactory', {
  route: 'jobs/{job}/data-factory',
  methods: ['GET'],
  authLevel,
  extraInputs: [input.durableClient()],
  handler: answering(showDataFactory),
});
