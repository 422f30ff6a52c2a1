import type { Scenario } from './scenario';

export const brokenDashboard: Scenario = {
  name: 'broken-dashboard',
  about: 'A dashboard with two widgets, one of which can not be drawn. Only the widget tells why.',
  settings: {
    name: 'Broken dashboard',
    tasks: [
      {
        task_key: 'dashboard',
        sql_task: { dashboard: { dashboard_id: 'half-a-dashboard' }, warehouse_id: 'abcdef0123456789' },
      },
    ],
  },
  programs: {
    'half-a-dashboard': {
      run: () => [
        { title: 'Sales by region' },
        { title: 'Margins', error: '[TABLE_OR_VIEW_NOT_FOUND] The table `margins` can not be found.' },
      ],
    },
  },
};
