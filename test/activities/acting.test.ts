import type { InvocationContext } from '@azure/functions';
import { actingWith } from '../../src/activities/acting';
import type { LogEvent } from '../../src/contract/log-events';

test('what an activity throws is kept in the history, and so without what looks like a credential', async () => {
  const events: LogEvent[] = [];
  const acting = actingWith(() => ({ log: (event: LogEvent) => void events.push(event) }));
  const activity = acting(async () => {
    throw Object.assign(new Error('refused: Bearer dapi0123456789'), { config: { token: 'dapi0123456789' } });
  });
  const failed = activity({}, { functionName: 'checkRun' } as InvocationContext);
  await expect(failed).rejects.toThrow(/^refused: Bearer \[redacted\]$/);
  expect(events).toMatchObject([{ event: 'unexpectedError', level: 'error', function: 'checkRun' }]);
  expect(JSON.stringify(events)).not.toContain('dapi0123456789');
});
