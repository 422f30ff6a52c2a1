import { logEventSchema } from '../../src/contract/log-events';
import { inCode, readPage, tableIn } from '../support/page-tables';

test('docs/operations.md has every event of the log, in the order of its schema', () => {
  const events = logEventSchema.options.map(({ shape }) => inCode(shape.event.value));
  const told = tableIn(readPage('docs/operations.md'), 'events').map(([event]) => event);
  expect(told).toEqual(events);
});
