import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { failingNotebook } from '../../local/workspace/scenarios/failing-notebook';
import { salesTable } from '../../local/workspace/scenarios/sales-table';
import { openApiDocument } from '../../src/contract/openapi/document';
import { readStartRequest } from '../../src/contract/start-request';
import { onlyWhere } from '../support/only-where';
import { hasTools, runBash, serveWorlds } from '../support/served-world';
import { ownTime, type VirtualClock } from '../support/virtual-clock';

const page = readFileSync(join(__dirname, '../../docs/other-callers.md'), 'utf8');
const blocks = (language: string) =>
  [...page.matchAll(new RegExp(`^\`\`\`${language}\n([\\s\\S]*?)\n\`\`\`$`, 'gm'))].map(([, text = '']) => text);

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

  const open = () => worlds.open({ clock, scenarios: [salesTable, failingNotebook] });
  const run = (...args: string[]) => {
    const quoted = args.map((arg) => `'${arg.replaceAll("'", "'\\''")}'`).join(' ');
    return runBash(`set -- ${quoted}\n${script}`, { RUNNER: worlds.url, RUNNER_KEY: 'the-key' });
  };
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

    test('asks for what it was not given', async () => {
      const { code, output } = await runBash(`set -- '{}'\n${script}`, { RUNNER: worlds.url });
      expect(code).not.toBe(0);
      expect(output).toContain('RUNNER_KEY: is to be a function key');
    });
  });
});
