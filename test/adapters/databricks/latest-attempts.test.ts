import fc from 'fast-check';
import { latestOfIterations, latestOfTasks } from '../../../src/adapters/databricks/latest-attempts';

const row = (run_id: string, task_key: string, attempt_number: number, result_state?: string) => ({
  run_id,
  task_key,
  attempt_number,
  state: { result_state },
});
const told = (keyed: { key: string; row: { run_id: string } }[]) => keyed.map(({ key, row }) => [key, row.run_id]);

describe('of tasks', () => {
  test('the highest attempt counts, in whatever order they come', () => {
    const rows = [row('1', 'a', 1), row('2', 'b', 0), row('3', 'a', 2), row('4', 'a', 0)];
    expect(told(latestOfTasks(rows))).toEqual([
      ['a', '3'],
      ['b', '2'],
    ]);
  });

  test('of two equal attempts the later row counts', () => {
    expect(told(latestOfTasks([row('1', 'a', 1), row('2', 'a', 1)]))).toEqual([['a', '2']]);
  });

  test('every key is left once, with its highest attempt', () => {
    const rows = fc.array(fc.record({ key: fc.constantFrom('a', 'b', 'c', '__proto__'), attempt: fc.nat(5) }));
    fc.assert(
      fc.property(rows, (drawn) => {
        const latest = latestOfTasks(drawn.map(({ key, attempt }, index) => row(String(index), key, attempt)));
        expect(latest.map(({ key }) => key)).toEqual([...new Set(drawn.map(({ key }) => key))]);
        for (const { key, row } of latest)
          expect(row.attempt_number).toBe(
            Math.max(...drawn.filter((each) => each.key === key).map(({ attempt }) => attempt)),
          );
      }),
    );
  });
});

describe('of iterations', () => {
  test('whose keys differ, the highest attempt counts', () => {
    const rows = [row('1', 'x_0', 0, 'FAILED'), row('2', 'x_1', 0, 'SUCCESS'), row('3', 'x_0', 1, 'SUCCESS')];
    expect(told(latestOfIterations(rows))).toEqual([
      ['x_0', '3'],
      ['x_1', '2'],
    ]);
  });

  test('the place is that of the first attempt, even if the second comes before it', () => {
    const rows = [row('3', 'x_0', 1), row('2', 'x_1', 0), row('1', 'x_0', 0, 'FAILED')];
    expect(told(latestOfIterations(rows))).toEqual([
      ['x_0', '3'],
      ['x_1', '2'],
    ]);
  });

  test('that share a key none is lost: a second attempt follows a failure', () => {
    const rows = [row('1', 'x', 0, 'SUCCESS'), row('2', 'x', 0, 'FAILED'), row('3', 'x', 0), row('4', 'x', 1)];
    expect(told(latestOfIterations(rows))).toEqual([
      ['x_0', '1'],
      ['x_1', '4'],
      ['x_2', '3'],
    ]);
  });

  test('there are as many as first attempts, and no key comes twice', () => {
    const iterations = fc.array(fc.record({ key: fc.constantFrom('a', 'b', 'c'), retries: fc.nat(3) }));
    fc.assert(
      fc.property(iterations, fc.boolean(), (drawn, ownKeys) => {
        const rows = drawn.flatMap(({ key, retries }, index) =>
          Array.from({ length: retries + 1 }, (_, attempt) =>
            row(
              `${index}.${attempt}`,
              ownKeys ? `${key}${index}` : key,
              attempt,
              attempt < retries ? 'FAILED' : 'SUCCESS',
            ),
          ),
        );
        const latest = latestOfIterations(rows);
        expect(latest).toHaveLength(drawn.length);
        expect(new Set(latest.map(({ key }) => key)).size).toBe(drawn.length);
        expect(latest.map(({ row }) => row.state.result_state)).toEqual(drawn.map(() => 'SUCCESS'));
      }),
    );
  });
});
