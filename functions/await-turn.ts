import { app } from 'durable-functions';
import { awaitTurn } from '../src/activities/await-turn';
import { actingWithClient } from '../src/composition';

app.activity('awaitTurn', actingWithClient(awaitTurn));
