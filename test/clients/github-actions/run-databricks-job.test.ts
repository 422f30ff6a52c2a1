import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { failingNotebook } from '../../../local/workspace/scenarios/failing-notebook';
import { salesTable } from '../../../local/workspace/scenarios/sales-table';
import { slow } from '../../../local/workspace/scenarios/slow';
import { lintWorkflow } from '../../support/lint-workflow';
import { jobThatTakes } from '../../support/made-up-job';
import { onlyWhere } from '../../support/only-where';
import type { Reply } from '../../support/run-world';
import { hasTools, runBash, serveWorlds } from '../../support/served-world';
import { ownTime, type VirtualClock } from '../../support/virtual-clock';

const text = readFileSync(join(__dirname, '../../../clients/github-actions/run-databricks-job.yml'), 'utf8');
const { jobs } = parse(text) as {
  jobs: { run: { 'timeout-minutes': number; steps: [{ run: string; env: Record<string, string> }] } };
};
const [step] = jobs.run.steps;
const start = JSON.parse(step.env.START ?? '');

/** The released linter is older than the variables of a repository. */
const NOT_KNOWN_TO_IT = 'undefined variable "vars"';

test('is a valid workflow', () => {
  const found = lintWorkflow(text);
  expect(found.filter(({ message }) => !message.startsWith(NOT_KNOWN_TO_IT))).toEqual([]);
});

test('takes nothing into its script that others write, and no right at all', () => {
  expect(step.run).not.toContain('${{');
  expect(parse(text).permissions).toEqual({});
});

test('sends a key that is new for every attempt', () => {
  expect(step.env.START_KEY).toMatch(/github\.run_id.*github\.run_attempt/);
});

test('gives up after the run has been given up', () => {
  expect(jobs.run['timeout-minutes'] * 60).toBeGreaterThan(start.timeoutSeconds);
});

onlyWhere(hasTools(), 'bash, curl or jq is missing', () => {
  let world: Awaited<ReturnType<typeof serveWorlds>>;
  let clock: VirtualClock;
  let summaryFile: string;
  const folder = mkdtempSync(join(tmpdir(), 'summary-'));
  beforeAll(async () => {
    world = await serveWorlds();
    summaryFile = join(folder, 'summary.md');
  });
  afterAll(async () => {
    await world.close();
    rmSync(folder, { recursive: true });
  });
  ownTime((given) => {
    clock = given;
  });

  const open = (options: { seats?: number } = {}) =>
    world.open({
      ...options,
      clock,
      catalog: new Map([['sales', { job: '101' }]]),
      scenarios: [salesTable, failingNotebook, slow, jobThatTakes(600)],
    });

  async function run(body: object = start, more: Record<string, string> = {}) {
    writeFileSync(summaryFile, '');
    const ran = await runBash(world.inItsTime(step.run), {
      RUNNER: world.url,
      RUNNER_KEY: 'the-key',
      START_KEY: 'github/octo/repo/1234567890/1/run',
      START: JSON.stringify(body),
      GITHUB_STEP_SUMMARY: summaryFile,
      ...more,
    });
    return { ...ran, summary: readFileSync(summaryFile, 'utf8') };
  }

  test('a run that ends well, with a link to its page', async () => {
    const app = open();
    const { code, output, summary } = await run();
    expect([code, output]).toEqual([0, '']);
    const { body } = await app.get('runs');
    expect(body.runs).toMatchObject([{ outcome: 'succeeded' }]);
    expect(summary).toBe(`The run has ended: succeeded. [Its page in Databricks](${pageOf(body)})\n`);
  });

  test('an attempt that is repeated meets the same run, and another attempt does not', async () => {
    const app = open();
    await run();
    await run();
    expect((await app.get('runs')).body.runs).toHaveLength(1);
    await run(start, { START_KEY: 'github/octo/repo/1234567890/2/run' });
    expect((await app.get('runs')).body.runs).toHaveLength(2);
  });

  test('a run that fails, with what it has said on one line', async () => {
    const app = open();
    const { code, output, summary } = await run({ job: 'Failing notebook' });
    expect(code).toBe(1);
    expect(output).toMatch(
      /^::error title=Databricks job::Task main: NameError: name 'datframe' is not defined\. See .*\n$/,
    );
    expect(summary).toContain(`has not ended well. [Its page in Databricks](${pageOf((await app.get('runs')).body)})`);
  });

  test('a run of more than an hour, asked about once a minute', async () => {
    open();
    expect((await run({ job: 'Slow' })).code).toBe(0);
    const asked = world.requests().length;
    expect(asked).toBeGreaterThan(60);
    expect(asked).toBeLessThan(80);
  });

  test('a run of ten minutes where no request can wait, asked about as often as the app says', async () => {
    open({ seats: 0 });
    expect((await run({ job: 'Made up' })).code).toBe(0);
    expect(world.requests().length).toBeGreaterThanOrEqual(30);
    expect(world.requests().length).toBeLessThanOrEqual(120);
  });

  test('a request that is not right', async () => {
    open();
    const { code, output, summary } = await run({ job: 'sales', timeoutSecs: 1 });
    expect([code, output]).toEqual([
      1,
      '::error title=Databricks job::timeoutSecs is not a field that is known here.\n',
    ]);
    expect(summary).toBe('The run has not ended well. \n');
  });

  test('an answer without a body', async () => {
    open();
    const { code, output } = await run(start, { RUNNER: `${world.url}/nowhere` });
    expect([code, output]).toEqual([1, '::error title=Databricks job::The app has answered 404.\n']);
  });

  const pageOf = (body: Reply['body']): string => body.runs[0].run.pageUrl;
});
