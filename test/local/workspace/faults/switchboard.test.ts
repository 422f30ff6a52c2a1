import { readFaultRule } from '../../../../local/workspace/faults/read-fault-rule';
import { createSwitchboard } from '../../../../local/workspace/faults/switchboard';

const rule = (more: object) => readFaultRule({ route: 'jobs/runs/get', fault: { kind: 'reset' }, ...more });

function hits(switchboard: ReturnType<typeof createSwitchboard>, count: number): string {
  const one = () => switchboard.next('GET', '/api/2.2/jobs/runs/get')?.id ?? '.';
  return Array.from({ length: count }, one).join('');
}

test('a rule without a condition hits every request on its route, and no other', () => {
  const switchboard = createSwitchboard(1);
  switchboard.add(rule({}));
  expect(hits(switchboard, 3)).toBe('111');
  expect(switchboard.next('POST', '/api/2.2/jobs/run-now')).toBeUndefined();
});

test.each([
  [{ times: 2 }, '11......'],
  [{ every: 3 }, '..1..1..'],
  [{ every: 3, times: 1 }, '..1.....'],
  [{ probability: 0 }, '........'],
  [{ probability: 1 }, '11111111'],
])('with %j it hits %s', (condition, expected) => {
  const switchboard = createSwitchboard(1);
  switchboard.add(rule(condition));
  expect(hits(switchboard, 8)).toBe(expected);
});

test('a probability hits about its share, the same requests for the same seed, others for another', () => {
  const run = (seed: number) => {
    const switchboard = createSwitchboard(seed);
    switchboard.add(rule({ probability: 0.2 }));
    return hits(switchboard, 1000);
  };
  expect(run(7)).toBe(run(7));
  expect(run(7)).not.toBe(run(8));
  const share = run(7).replaceAll('.', '').length / 1000;
  expect(share).toBeGreaterThan(0.16);
  expect(share).toBeLessThan(0.24);
});

test('two rules with a probability do not hit the same requests', () => {
  const alone = (index: number) => {
    const switchboard = createSwitchboard(1);
    const rules = [0, 1].map(() => switchboard.add(rule({ probability: 0.5 })));
    switchboard.remove(rules[1 - index]?.id ?? '');
    return hits(switchboard, 50).replace(/\d/g, 'x');
  };
  expect(alone(0)).not.toBe(alone(1));
});

test('the first rule that fires decides, and a later one does not count what it never saw', () => {
  const switchboard = createSwitchboard(1);
  switchboard.add(rule({ times: 2 }));
  switchboard.add(rule({ every: 2 }));
  expect(hits(switchboard, 6)).toBe('11.2.2');
  expect(switchboard.list().map(({ seen, hit }) => [seen, hit])).toEqual([
    [2, 2],
    [4, 2],
  ]);
});

test('a rule is switched off by its id, and all are by clear', () => {
  const switchboard = createSwitchboard(1);
  const [first] = [switchboard.add(rule({})), switchboard.add(rule({}))];
  expect(switchboard.remove(first.id)).toBe(true);
  expect(switchboard.remove(first.id)).toBe(false);
  expect(hits(switchboard, 1)).toBe('2');
  switchboard.clear();
  expect(hits(switchboard, 1)).toBe('.');
  expect(switchboard.list()).toEqual([]);
});
