import { app, input } from 'durable-functions';
import { recordEnd } from '../src/activities/record-end';
import { acting } from '../src/composition';

app.activity('recordEnd', { extraInputs: [input.durableClient()], handler: acting(recordEnd) });
