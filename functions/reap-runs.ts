import { app } from '@azure/functions';
import { keepingUp } from '../src/composition';
import { reapRuns } from '../src/upkeep/reap-runs';

app.timer('reapRuns', { schedule: '0 */5 * * * *', ...keepingUp(reapRuns) });
