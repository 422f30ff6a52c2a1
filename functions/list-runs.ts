import { app } from '@azure/functions';
import { input } from 'durable-functions';
import { answering, authLevel } from '../src/composition';
import { listRuns } from '../src/http/routes/runs/list-runs';

app.http('listRuns', {
  route: 'runs',
  methods: ['GET'],
  authLevel,
  extraInputs: [input.durableClient()],
  handler: answering(listRuns),
});
