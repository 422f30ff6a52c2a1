import { app } from '@azure/functions';
import { input } from 'durable-functions';
import { answering, authLevel } from '../src/composition';
import { repairRun } from '../src/http/routes/runs/repair-run';

app.http('repairRun', {
  route: 'runs/{id}/repair',
  methods: ['POST'],
  authLevel,
  extraInputs: [input.durableClient()],
  handler: answering(repairRun),
});
