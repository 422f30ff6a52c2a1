import type { Scenario } from './scenario';

export const pythonScript: Scenario = {
  name: 'python-script',
  about: 'A script: what it prints are its logs, and it has no notebook output.',
  settings: {
    name: 'Python script',
    tasks: [
      {
        task_key: 'script',
        spark_python_task: { python_file: '/Stories/script.py', parameters: ['--day', '2026-01-01'] },
      },
    ],
  },
  programs: { '/Stories/script.py': { run: (call) => `called with ${call.arguments.join(' ')}\n` } },
};
