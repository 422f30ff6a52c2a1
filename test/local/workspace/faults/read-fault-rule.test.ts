import { readFaultRule } from '../../../../local/workspace/faults/read-fault-rule';

test('what goes without saying is filled in', () => {
  expect(readFaultRule({ route: 'POST jobs/run-now', fault: { kind: 'answer', status: 429 } })).toEqual({
    route: 'POST jobs/run-now',
    when: 'before',
    fault: {
      kind: 'answer',
      status: 429,
      form: 'code',
      code: 'REQUEST_LIMIT_EXCEEDED',
      message: 'A simulated fault.',
      headers: {},
    },
  });
});

test.each([
  [5],
  ['route'],
  [{ fault: { kind: 'reset' } }, 'route'],
  [{ route: 'a b c', fault: { kind: 'reset' } }, 'no route'],
  [{ route: '/', fault: { kind: 'reset' }, time: 1 }, '"time"'],
  [{ route: '/', fault: { kind: 'reset' }, times: 0 }, 'times'],
  [{ route: '/', fault: { kind: 'answer', status: 200.5 } }, 'status'],
  [{ route: '/', fault: { kind: 'answer', status: 503, headers: { 'x-a': 'b\r\nSet-Cookie: x' } } }, 'x-a'],
  [{ route: '/', fault: { kind: 'answer', status: 503, headers: { 'bad name': 'x' } } }, 'bad name'],
  [{ route: '/', fault: { kind: 'answer', status: 503, retryAfter: 'a\r\nb: c' } }, 'retryAfter'],
  [{ route: '/', fault: { kind: 'redirect', location: '/\r\nx: y' } }, 'location'],
  [{ route: '/', fault: { kind: 'reset' }, every: 1.5 }, 'every'],
  [{ route: '/', fault: { kind: 'reset' }, probability: 2 }, 'probability'],
  [{ route: '/', fault: { kind: 'reset' }, when: 'later' }, 'before, after'],
  [{ route: '/', fault: { kind: 'explode' } }, 'kind'],
  [{ route: '/', fault: { kind: 'reset', status: 1 } }, '"status"'],
  [{ route: '/', fault: { kind: 'answer' } }, 'status'],
  [{ route: '/', fault: { kind: 'answer', status: 503, form: 'xml' } }, 'form'],
  [{ route: '/', fault: { kind: 'answer', status: 503, retryAfter: true } }, 'retryAfter'],
  [{ route: '/', fault: { kind: 'answer', status: 503, headers: { a: 1 } } }, 'a must be a text'],
  [{ route: '/', fault: { kind: 'slow' } }, 'milliseconds'],
  [{ route: '/', fault: { kind: 'stall', sent: 'most' } }, 'sent'],
])('%j is refused, and says what is wrong', (value, part = 'must be an object') => {
  expect(() => readFaultRule(value)).toThrow(part);
});

test.each([
  { kind: 'answer', status: 503, retryAfter: { dateInSeconds: 5 }, headers: { a: 'b' }, body: 'text' },
  { kind: 'redirect' },
  { kind: 'reset' },
  { kind: 'cut' },
  { kind: 'stall', sent: 'head' },
  { kind: 'truncate' },
  { kind: 'slow', milliseconds: 5 },
])('what is shown of a rule can be switched on again: %j', (fault) => {
  const rule = readFaultRule({ route: '/**', when: 'after', every: 2, times: 3, probability: 0.5, fault });
  expect(readFaultRule(JSON.parse(JSON.stringify(rule)))).toEqual(rule);
});
