import { app } from '@azure/functions';
import { answerHealth } from '../src/http/routes/service/health';

app.http('health', { route: 'health', methods: ['GET'], authLevel: 'anonymous', handler: answerHealth });
