import { app } from '@azure/functions';
import { input } from 'durable-functions';
import { answering, authLevel } from '../src/composition';
import { showCluster } from '../src/http/routes/clusters/show-cluster';

app.http('showCluster', {
  route: 'clusters/{id}',
  methods: ['GET'],
  authLevel,
  extraInputs: [input.durableClient()],
  handler: answering(showCluster),
});
