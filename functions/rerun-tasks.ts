import { app } from 'durable-functions';
import { rerunTasks } from '../src/activities/rerun-tasks';
import { acting } from '../src/composition';

app.activity('rerunTasks', { handler: acting(rerunTasks) });
