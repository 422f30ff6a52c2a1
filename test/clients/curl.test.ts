import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { listen } from '../../local/http';
import { failingNotebook } from '../../local/workspace/scenarios/failing-notebook';
import { hugeOutput } from '../../local/workspace/scenarios/huge-output';
import { notebookTask } from '../../local/workspace/scenarios/notebook-task';
import { salesTable } from '../../local/workspace/scenarios/sales-table';
import type { Scenario } from '../../local/workspace/scenarios/scenario';
import { openApiDocument } from '../../src/contract/openapi/document';
import { readStartRequest } from '../../src/contract/runs/request/start-request';
import { temporaryFolder } from '../support/host-process';
import { jobThatTakes } from '../support/made-up-job';
import { onlyWhere } from '../support/only-where';
import { hasTools, runBash, serveWorlds } from '../support/served-world';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

const page = readFileSync(join(__dirname, '../../docs/other-callers.md'), 'utf8');
const blocks = (language: string) =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)\n\`\`\`$`, 'gm'))].map(([, text = '']) => text);

/** A job whose tasks leave what is said of each. */
const leaving = (outputs: Readonly<Record<string, unknown>>): Scenario => ({
  name: 'leaving',
  about: 'Made up here.',
  settings: { name: 'Leaving', tasks: Object.keys(outputs).map((key) => notebookTask(key, `/Leaving/${key}`)) },
  programs: Object.fromEntries(
    Object.entries(outputs).map(([key, output]) => [`/Leaving/${key}`, { run: () => output }]),
  ),
});

describe('docs/other-callers.md', () => {
  test('names no route that is not there', () => {
    const { paths } = openApiDocument('/api');
    const known = Object.keys(paths).map((path) => path.replaceAll(/\{\w+\}/g, '*'));
    const named = [...page.matchAll(/\/api(\/[\w/{}$-]+)/g)].map(([, path = '']) =>
      path.replaceAll(/\{\w+\}|\$\w+/g, '*').replace(/\/$/, ''),
    );
    expect(named.length).toBeGreaterThan(5);
    expect(named.filter((path) => !known.includes(path))).toEqual([]);
  });

  test('starts runs with bodies that the app reads', () => {
    const [action = ''] = blocks('json');
    const { inputs } = JSON.parse(action).Run_the_job;
    expect(readStartRequest(inputs.body)).toMatchObject({ ok: true });
    expect(inputs.uri).toMatch(/\/api\/runs$/);
    const [, body = ''] = /run-job\.sh '(.*)' \[KEY\]/.exec(page) ?? [];
    expect(readStartRequest(JSON.parse(body))).toMatchObject({ ok: true });
  });
});

onlyWhere(hasTools(), 'bash, curl or jq is missing', () => {
  const [script = ''] = blocks('sh');
  let worlds: Awaited<ReturnType<typeof serveWorlds>>;
  let clock: VirtualClock;
  beforeAll(async () => {
    worlds = await serveWorlds();
  });
  afterAll(() => worlds.close());
  ownTime((given) => {
    clock = given;
  });

  const open = (...scenarios: Scenario[]) =>
    worlds.open({ clock, scenarios: [salesTable, failingNotebook, ...scenarios] });
  const runWith = (env: Record<string, string>, ...args: string[]) => {
    const quoted = args.map((arg) => `'${arg.replaceAll("'", "'\\''")}'`).join(' ');
    return runBash(worlds.inItsTime(`set -- ${quoted}\n${script}`), {
      RUNNER: worlds.url,
      RUNNER_KEY: 'the-key',
      ...env,
    });
  };
  const run = (...args: string[]) => runWith({}, ...args);
  const SALES = '{ "job": 101, "runNow": { "job_parameters": { "region": "NORTE", "days": "1" } } }';

  describe('the script for curl', () => {
    test('prints the output of a run that ends well', async () => {
      open();
      const { code, output } = await run(SALES);
      expect([code, output.split('\r\n')[0]]).toEqual([0, 'date,region,product,units,revenue']);
    });

    test('goes on with the run that it has started before, if it is given the same key', async () => {
      const world = open();
      await run(SALES, 'nightly-2026-01-31');
      expect((await run(SALES, 'nightly-2026-01-31')).code).toBe(0);
      expect((await world.get('runs')).body.runs).toHaveLength(1);
      await run(SALES);
      expect((await world.get('runs')).body.runs).toHaveLength(2);
    });

    test.each([
      ['once a minute', 50, 10, 15],
      ['as often as the app says, where no request can wait', 0, 30, 120],
    ])('asks about a run of ten minutes %s', async (_often, seats, least, most) => {
      worlds.open({ clock, scenarios: [jobThatTakes(600, () => [{ a: 1 }])], seats });
      expect(await run('{ "job": "Made up" }')).toEqual({ code: 0, output: 'a\r\n1\r\n' });
      expect(worlds.requests().length).toBeGreaterThanOrEqual(least);
      expect(worlds.requests().length).toBeLessThanOrEqual(most);
    });

    test('ends with 1 and the reason if the run did not end well', async () => {
      open();
      const { code, output } = await run('{ "job": "Failing notebook" }');
      expect([code, output]).toEqual([1, expect.stringMatching(/^Task main: NameError: .* See https:.*\n$/)]);
    });

    test('ends with 1 and the reason if the start is refused', async () => {
      open();
      const { code, output } = await run('{ "job": "nobody" }');
      expect([code, output]).toEqual([1, expect.stringMatching(/^There is no job of this name/)]);
    });

    test('prints nothing if the run leaves nothing', async () => {
      open(leaving({ main: undefined }));
      expect(await run('{ "job": "Leaving" }')).toEqual({ code: 0, output: '' });
    });

    test('prints the rows of the task that it is given, and needs one where several leave some', async () => {
      open(leaving({ first: [{ a: 1 }], second: [{ b: 2 }] }));
      const { code, output } = await run('{ "job": "Leaving" }', 'today');
      expect([code, output]).toEqual([1, expect.stringMatching(/first.*second/)]);
      expect(output).not.toContain('{');
      expect(await run('{ "job": "Leaving" }', 'today', 'second')).toEqual({ code: 0, output: 'b\r\n2\r\n' });
    });

    test('ends with 1 if Databricks has cut the output', async () => {
      open(hugeOutput);
      const { code, output } = await run('{ "job": "Huge output" }');
      expect([code, output]).toEqual([1, expect.stringMatching(/^[A-Z].*5 MB.*\n$/)]);
    });

    const answers = async (status: number, body: string) => {
      const listener = await listen(0, ['127.0.0.1'], async () => ({ status, headers: {}, body }));
      const ran = await runWith({ RUNNER: `http://127.0.0.1:${listener.port}` }, SALES);
      await listener.close();
      return ran;
    };

    test.each([
      ['a wrong key', 401, ''],
      ['a wrong path', 404, ''],
      ['a page of somebody else', 403, '<html>No.</html>'],
      ['a page in the place of an answer', 200, '<html>Sign in</html>'],
      ['an answer without a run', 202, '{}'],
    ])('says which status has come: %s', async (_, status, body) => {
      const { code, output } = await answers(status, body);
      expect([code, output]).toEqual([1, expect.stringContaining(`The app has answered ${status}, and nothing`)]);
    });

    test('says which status has come where there is no such route', async () => {
      open();
      const { code, output } = await runWith({ RUNNER: `${worlds.url}/nowhere` }, SALES);
      expect([code, output]).toEqual([1, expect.stringContaining('The app has answered 404')]);
    });

    test('starts nothing where jq is missing', async () => {
      const world = open();
      const tools = temporaryFolder();
      mkdirSync(tools.path, { recursive: true });
      for (const tool of ['bash', 'curl', 'cat', 'date', 'hostname', 'mktemp', 'rm']) {
        const path = execFileSync('bash', ['-c', `command -v ${tool}`], { encoding: 'utf8' }).trim();
        symlinkSync(path, join(tools.path, tool));
      }
      const { code, output } = await runWith({ PATH: tools.path }, SALES);
      tools.remove();
      expect([code, output]).toEqual([1, 'jq is missing. Nothing was started.\n']);
      expect((await world.get('runs')).body.runs).toEqual([]);
    });

    test('asks for what it was not given', async () => {
      const { code, output } = await runBash(`set -- '{}'\n${script}`, { RUNNER: worlds.url });
      expect(code).not.toBe(0);
      expect(output).toContain('RUNNER_KEY: is to be a function key');
    });
  });
});
