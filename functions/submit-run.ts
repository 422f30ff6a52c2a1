import { app } from 'durable-functions';
import { submitRun } from '../src/activities/submit-run';
import { activityTools } from '../src/composition';

app.activity('submitRun', { handler: (input) => submitRun(input, activityTools) });
