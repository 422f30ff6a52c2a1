import { app } from '@azure/functions';
import { input } from 'durable-functions';
import { answering, authLevel } from '../src/composition';
import { listClusters } from '../src/http/routes/clusters/list-clusters';

app.http('listClusters', {
  route: 'clusters',
  methods: ['GET'],
  authLevel,
  extraInputs: [input.durableClient()],
  handler: answering(listClusters),
});
