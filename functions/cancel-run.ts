import { app } from '@azure/functions';
import { input } from 'durable-functions';
import { answering, authLevel } from '../src/composition';
import { cancelRun } from '../src/http/routes/runs/cancel-run';

app.http('cancelRun', {
  route: 'runs/{id}/cancel',
  methods: ['POST'],
  authLevel,
  extraInputs: [input.durableClient()],
  handler: answering(cancelRun),
});
