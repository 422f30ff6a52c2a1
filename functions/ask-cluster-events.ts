import { app } from '@azure/functions';
import { input } from 'durable-functions';
import { answering, authLevel } from '../src/composition';
import { askClusterEvents } from '../src/http/routes/clusters/list-cluster-events';

app.http('askClusterEvents', {
  route: 'clusters/{id}/events',
  methods: ['POST'],
  authLevel,
  extraInputs: [input.durableClient()],
  handler: answering(askClusterEvents),
});
