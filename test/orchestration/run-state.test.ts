import { resume } from '../../src/orchestration/run-state';

const NOW = Date.parse('2026-01-01T00:00:00Z');
const resumed = (input: unknown) => resume(input, 'run-1', NOW, () => 'nonce');

const STATE = resumed({ request: '{"job":1,"failOn":["failed"]}', timeoutSeconds: 3600 });

test('a state goes from one generation to the next as it is', () => {
  const later = { ...STATE, step: 'check' as const, polls: 7, nonce: 'of the first generation', nextAt: NOW + 5 };
  expect(resumed(JSON.parse(JSON.stringify(later)))).toEqual(later);
});

test.each(Object.keys(STATE).filter((name) => !['step', 'instanceId', 'request', 'timeoutSeconds'].includes(name)))(
  'a state of a version that did not know of %s gets its first value',
  (name) => {
    const { [name as 'polls']: _, ...older } = STATE;
    expect(resumed(older)).toEqual(STATE);
  },
);

test('the policy is that of the request, whatever a forged state says', () => {
  expect(resumed({ ...STATE, policy: { failOn: 5 } })).toEqual(STATE);
});

test('the state of another instance is none', () => {
  expect(resumed({ ...STATE, instanceId: 'run-2', step: 'check' })).toMatchObject({ step: 'submit', polls: 0 });
});
