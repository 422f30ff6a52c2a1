import { app } from 'durable-functions';
import { deliverCallback } from '../src/activities/deliver-callback';
import { actingWithClient } from '../src/composition';

app.activity('deliverCallback', actingWithClient(deliverCallback));
