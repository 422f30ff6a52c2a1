import type { RawOutput } from '../../src/domain/raw-output';
import { errorIn, reportOf } from '../../src/domain/task-report';

const told = (more: Omit<RawOutput, 'metadata'>): RawOutput => ({ metadata: {}, ...more });

describe('a report', () => {
  test('is none where nothing is told', () => {
    expect(reportOf(told({}))).toBeUndefined();
    expect(reportOf(told({ sql_output: {} }))).toBeUndefined();
    expect(reportOf(told({ sql_output: { dashboard_output: { widgets: [] } } }))).toBeUndefined();
    expect(reportOf(told({ dashboard_output: {} }))).toBeUndefined();
  });

  test('has the same fields whether they are told or not', () => {
    const nothing = { outputLink: null, warehouseId: null, statements: [] };
    expect(reportOf(told({ sql_output: { query_output: {} } }))).toEqual(nothing);
    expect(reportOf(told({ sql_output: { alert_output: {} } }))).toEqual({ state: null, ...nothing });
    expect(reportOf(told({ alert_output: {} }))).toEqual({ state: null });
    expect(reportOf(told({ sql_output: { dashboard_output: { widgets: [{}] } } }))).toEqual([
      { widgetId: null, title: null, status: null, error: null, startedAt: null, endedAt: null, outputLink: null },
    ]);
    expect(reportOf(told({ dashboard_output: { page_snapshots: [{}] } }))).toEqual([{ page: null, errors: [] }]);
  });

  test.each([
    [0, null],
    [-1, null],
    [1_760_000_000_000, '2025-10-09T08:53:20.000Z'],
    [9e15, null],
  ])('takes the time %d for %s', (start_time, startedAt) => {
    const widgets = [{ start_time }];
    expect(reportOf(told({ sql_output: { dashboard_output: { widgets } } }))).toMatchObject([{ startedAt }]);
  });
});

describe('an error', () => {
  const widgets = [{ widget_title: 'A', error: { message: 'no' } }, { error: { message: 'not' } }, { error: {} }, {}];

  test('is what the task says, else what its widgets or pages say', () => {
    const sql_output = { dashboard_output: { widgets } };
    expect(errorIn(told({ sql_output }))).toBe('A: no\nA widget: not');
    expect(errorIn(told({ sql_output, error: 'all of it' }))).toBe('all of it');
    const page_snapshots = [{ widget_error_details: [{ message: 'no' }, {}] }, { page_display_name: 'P' }];
    expect(errorIn(told({ dashboard_output: { page_snapshots } }))).toBe('A page: no');
  });

  test('is none where nobody says any', () => {
    expect(errorIn(told({}))).toBeUndefined();
    expect(errorIn(told({ error: '', sql_output: { dashboard_output: { widgets: [{}] } } }))).toBeUndefined();
  });
});
