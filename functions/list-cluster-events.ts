import { app } from '@azure/functions';
import { input } from 'durable-functions';
import { answering, authLevel } from '../src/composition';
import { listClusterEvents } from '../src/http/routes/clusters/list-cluster-events';

app.http('listClusterEvents', {
  route: 'clusters/{id}/events',
  methods: ['GET'],
  authLevel,
  extraInputs: [input.durableClient()],
  handler: answering(listClusterEvents),
});
