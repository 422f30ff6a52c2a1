import { deadlineOf } from '../../src/domain/deadline';

const START = Date.parse('2026-01-01T00:00:00Z');

test.each([START, '2026-01-01T00:00:00.000Z'])('the time of a run counts from the request on: %s', (submittedAt) => {
  expect(deadlineOf({ submittedAt, timeoutSeconds: 90 })).toBe(START + 90_000);
});
