import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TryNextFacts, tryNext } from '../../local/try-next';
import { temporaryFolder } from '../support/host-process';
import { posixOnly } from '../support/posix-only';

const FACTS: TryNextFacts = {
  url: 'http://127.0.0.1:7071',
  body: { job: 'sales' },
  job: 'sales',
  tableQuery: 'p.region=SUR',
  runId: 'abc',
  keysFile: undefined,
  hasOpenApi: true,
};
const commands = (facts: Partial<TryNextFacts> = {}) =>
  tryNext({ ...FACTS, ...facts }).flatMap((line) => (/^ {2}[^#]/.test(line) ? [line.trim()] : []));

test('each request is one line for a shell', () => {
  expect(commands()).toEqual([
    `curl -X POST http://127.0.0.1:7071/api/runs -H 'content-type: application/json' -d '{"job":"sales"}'`,
    "curl 'http://127.0.0.1:7071/api/runs/abc?wait=60'",
    "curl 'http://127.0.0.1:7071/api/runs/abc/output?format=csv'",
    "curl 'http://127.0.0.1:7071/api/jobs/sales/table?p.region=SUR'",
    "curl 'http://127.0.0.1:7071/api/jobs/sales/table?p.region=SUR&wait=60'",
    'curl -X POST http://127.0.0.1:7071/api/runs/RUN_ID/cancel',
    'curl http://127.0.0.1:7071/api/runs',
    'curl http://127.0.0.1:7071/api/jobs',
    'curl http://127.0.0.1:7071/api/openapi.json',
  ]);
});

test('without a run, its id is left open; without parameters, the table has none', () => {
  const lines = commands({ runId: undefined, tableQuery: '', hasOpenApi: false });
  expect(lines).toContain("curl 'http://127.0.0.1:7071/api/runs/RUN_ID?wait=60'");
  expect(lines).toContain("curl 'http://127.0.0.1:7071/api/jobs/sales/table'");
  expect(lines).toContain("curl 'http://127.0.0.1:7071/api/jobs/sales/table?wait=60'");
  expect(lines.join()).not.toContain('openapi');
});

posixOnly('the lines are for a shell that it has not', () => {
  const folder = temporaryFolder();
  afterAll(() => folder.remove());
  const inShell = (script: string) => execFileSync('sh', ['-c', script], { encoding: 'utf8' });

  test('where keys are asked for, the shell finds the key in its file', () => {
    const keysFile = join(folder.path, "it's a file.json");
    writeFileSync(keysFile, JSON.stringify({ function: 'secret-of-functions' }));
    const [getKey = '', ...requests] = commands({ keysFile });
    for (const line of requests) expect(line).toMatch(/^curl -H "x-functions-key: \$KEY" /);
    expect([getKey, ...requests].join()).not.toContain('secret');
    expect(inShell(`${getKey}; echo "$KEY"`)).toBe('secret-of-functions\n');
  });

  test('the name of a job reaches the app as it is', () => {
    const job = `Ada's "job" $HOME`;
    const [start = ''] = commands({ job, body: { job } });
    const args = inShell(start.replace('curl', "printf '%s\\n'")).trimEnd().split('\n');
    expect(JSON.parse(args.at(-1) ?? '')).toEqual({ job });
    expect(commands({ job, tableQuery: '' })[3]).toContain(
      `/jobs/${encodeURIComponent(job).replaceAll("'", "'\\''")}/`,
    );
  });
});
