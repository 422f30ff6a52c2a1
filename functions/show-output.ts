import { app } from '@azure/functions';
import { input } from 'durable-functions';
import { answering, authLevel } from '../src/composition';
import { showOutput } from '../src/http/routes/runs/show-output';

app.http('showOutput', {
  route: 'runs/{id}/output',
  methods: ['GET'],
  authLevel,
  extraInputs: [input.durableClient()],
  handler: answering(showOutput),
});
