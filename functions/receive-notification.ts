import { app } from '@azure/functions';
import { input } from 'durable-functions';
import { answering } from '../src/composition';
import { receiveNotification } from '../src/http/routes/service/receive-notification';

app.http('receiveNotification', {
  route: 'notifications/databricks',
  methods: ['POST'],
  authLevel: 'anonymous',
  extraInputs: [input.durableClient()],
  handler: answering(receiveNotification),
});
