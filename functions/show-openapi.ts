import { app } from '@azure/functions';
import { input } from 'durable-functions';
import { answering, authLevel } from '../src/composition';
import { showOpenApi } from '../src/http/routes/service/show-openapi';

app.http('showOpenApi', {
  route: 'openapi.json',
  methods: ['GET'],
  authLevel,
  extraInputs: [input.durableClient()],
  handler: answering(showOpenApi),
});
