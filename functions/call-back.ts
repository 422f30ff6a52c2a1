import { app } from 'durable-functions';
import { callBack } from '../src/orchestration/call-back';

app.orchestration('callBack', callBack);
