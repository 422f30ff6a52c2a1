import { app } from 'durable-functions';
import { recordEnd } from '../src/activities/record-end';
import { actingWithClient } from '../src/composition';

app.activity('recordEnd', actingWithClient(recordEnd));
