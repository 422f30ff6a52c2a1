import { app } from 'durable-functions';
import { runJob } from '../src/orchestration/run-job';

app.orchestration('runJob', runJob);
