import { app } from '@azure/functions';
import { input } from 'durable-functions';
import { answering, authLevel } from '../src/composition';
import { showRun } from '../src/http/routes/runs/show-run';

app.http('showRun', {
  route: 'runs/{id}',
  methods: ['GET'],
  authLevel,
  extraInputs: [input.durableClient()],
  handler: answering(showRun),
});
