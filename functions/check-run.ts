import { app } from 'durable-functions';
import { checkRun } from '../src/activities/check-run';
import { activityTools } from '../src/composition';

app.activity('checkRun', { handler: (input) => checkRun(input, activityTools) });
