import { app } from '@azure/functions';
import { input } from 'durable-functions';
import { answering } from '../src/composition';
import { openLink } from '../src/http/routes/runs/open-link';

app.http('openLink', {
  route: 'links/{token}',
  methods: ['GET'],
  authLevel: 'anonymous',
  extraInputs: [input.durableClient()],
  handler: answering(openLink),
});
