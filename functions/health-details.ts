import { app } from '@azure/functions';
import { input } from 'durable-functions';
import { answering, authLevel } from '../src/composition';
import { healthDetails } from '../src/http/routes/service/health-details';

app.http('healthDetails', {
  route: 'health/details',
  methods: ['GET'],
  authLevel,
  extraInputs: [input.durableClient()],
  handler: answering(healthDetails),
});
