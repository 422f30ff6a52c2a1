import { app } from '@azure/functions';
import { input } from 'durable-functions';
import { answering, authLevel } from '../src/composition';
import { terminateCluster } from '../src/http/routes/clusters/terminate-cluster';

app.http('terminateCluster', {
  route: 'clusters/{id}/terminate',
  methods: ['POST'],
  authLevel,
  extraInputs: [input.durableClient()],
  handler: answering(terminateCluster),
});
