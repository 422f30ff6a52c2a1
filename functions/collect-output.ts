import { app } from 'durable-functions';
import { collectOutput } from '../src/activities/collect-output';
import { activityTools } from '../src/composition';

app.activity('collectOutput', { handler: (input) => collectOutput(input, activityTools) });
