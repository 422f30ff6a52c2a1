import { app } from 'durable-functions';
import { submitRun } from '../src/activities/submit-run';
import { acting } from '../src/composition';

app.activity('submitRun', { handler: acting(submitRun) });
