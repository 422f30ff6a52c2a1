import { app } from 'durable-functions';
import { checkRun } from '../src/activities/check-run';
import { acting } from '../src/composition';

app.activity('checkRun', { handler: acting(checkRun) });
