import { after } from './notebook-task';
import type { Scenario } from './scenario';

const warehouse_id = 'abcdef0123456789';

export const reports: Scenario = {
  name: 'reports',
  about: 'dbt, then a query, a file of SQL, dashboards and alerts of both kinds: none of them hands over a value.',
  settings: {
    name: 'Reports',
    tasks: [
      {
        task_key: 'models',
        dbt_task: { commands: ['dbt deps', 'dbt build'], project_directory: '/Stories/models', warehouse_id },
      },
      {
        task_key: 'query',
        sql_task: { query: { query_id: 'query-of-the-day' }, warehouse_id },
        depends_on: after('models'),
      },
      {
        task_key: 'file',
        sql_task: { file: { path: '/Stories/report.sql', source: 'WORKSPACE' }, warehouse_id },
        depends_on: after('models'),
      },
      {
        task_key: 'old_dashboard',
        sql_task: { dashboard: { dashboard_id: 'sales-by-region' }, warehouse_id },
        depends_on: after('query'),
      },
      {
        task_key: 'old_alert',
        sql_task: { alert: { alert_id: 'too-few-orders' }, warehouse_id },
        depends_on: after('query'),
      },
      {
        task_key: 'dashboard',
        dashboard_task: { dashboard_id: 'sales-by-day', warehouse_id },
        depends_on: after('query'),
      },
      { task_key: 'alert', alert_task: { alert_id: 'too-many-returns', warehouse_id }, depends_on: after('query') },
    ],
  },
  programs: {
    '/Stories/models': { run: () => 'Running with dbt=1.9.0\nDone. PASS=3 WARN=0 ERROR=0 SKIP=0 TOTAL=3\n' },
    'sales-by-region': { run: () => [{ title: 'Sales by region' }, { title: 'Orders by region' }] },
    'sales-by-day': { run: () => [{ title: 'Page one' }] },
    'too-few-orders': { run: () => 'TRIGGERED' },
    'too-many-returns': { run: () => 'OK' },
  },
};
