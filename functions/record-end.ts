import { app } from 'durable-functions';
import { recordEnd } from '../src/activities/record-end';
import { acting } from '../src/composition';

app.activity('recordEnd', { handler: acting(recordEnd) });
