import { app } from 'durable-functions';
import { recordEnd } from '../src/activities/record-end';
import { activityTools } from '../src/composition';

app.activity('recordEnd', { handler: (input) => recordEnd(input, activityTools) });
