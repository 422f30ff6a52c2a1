import { app } from '@azure/functions';
import { input } from 'durable-functions';
import { answering, authLevel } from '../src/composition';
import { startCluster } from '../src/http/routes/clusters/start-cluster';

app.http('startCluster', {
  route: 'clusters/{id}/start',
  methods: ['POST'],
  authLevel,
  extraInputs: [input.durableClient()],
  handler: answering(startCluster),
});
