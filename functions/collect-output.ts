import { app } from 'durable-functions';
import { collectOutput } from '../src/activities/collect-output';
import { acting } from '../src/composition';

app.activity('collectOutput', { handler: acting(collectOutput) });
