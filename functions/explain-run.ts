import { app } from '@azure/functions';
import { input } from 'durable-functions';
import { answering, authLevel } from '../src/composition';
import { explainRun } from '../src/http/routes/runs/explain-run';

app.http('explainRun', {
  route: 'runs/{id}/explain',
  methods: ['GET'],
  authLevel,
  extraInputs: [input.durableClient()],
  handler: answering(explainRun),
});
