import { app } from '@azure/functions';
import { keepingUp } from '../src/composition';
import { removeOld } from '../src/upkeep/remove-old';

app.timer('removeOld', { schedule: '0 15 3 * * *', ...keepingUp(removeOld) });
