import { app } from '@azure/functions';
import { input } from 'durable-functions';
import { answering, authLevel } from '../src/composition';
import { startRun } from '../src/http/routes/runs/start-run';

app.http('startRun', {
  route: 'runs',
  methods: ['POST'],
  authLevel,
  extraInputs: [input.durableClient()],
  handler: answering(startRun),
});
