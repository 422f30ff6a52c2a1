import { app, input } from 'durable-functions';
import { deliverCallback } from '../src/activities/deliver-callback';
import { acting } from '../src/composition';

app.activity('deliverCallback', { extraInputs: [input.durableClient()], handler: acting(deliverCallback) });
