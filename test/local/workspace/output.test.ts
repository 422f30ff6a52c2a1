import { failingNotebook } from '../../../local/workspace/scenarios/failing-notebook';
import { hugeOutput } from '../../../local/workspace/scenarios/huge-output';
import { noOutput } from '../../../local/workspace/scenarios/no-output';
import { plainText } from '../../../local/workspace/scenarios/plain-text';
import { pythonScript } from '../../../local/workspace/scenarios/python-script';
import type { Scenario } from '../../../local/workspace/scenarios/scenario';
import { slow } from '../../../local/workspace/scenarios/slow';
import { taskOf, workspaceWith } from '../../support/workspace-client';

const MB = 1024 * 1024;

async function ended(scenario: Scenario, more = {}) {
  const client = workspaceWith([scenario]);
  const id = await client.start(more);
  await client.seconds(60);
  const run = await client.run(id);
  return { ...client, id, taskOutput: (key: string) => client.output(taskOf(run, key).run_id) };
}

test('a job run has no output: that of its tasks has to be asked for, even if there is only one', async () => {
  const { send, id } = await ended(plainText);
  expect(await send('GET', `runs/get-output?run_id=${id}`)).toMatchObject({
    status: 400,
    body: {
      error_code: 'INVALID_PARAMETER_VALUE',
      message:
        'Retrieving the output of runs with multiple tasks is not supported. Please retrieve the output of each individual task run instead.',
    },
  });
});

test('a notebook may answer any text, and its task run is described with it', async () => {
  const { taskOutput, id } = await ended(plainText, { notebook_params: { name: 'Ada' } });
  const { notebook_output, metadata } = await taskOutput('main');
  expect(notebook_output).toEqual({ result: 'Hello, Ada. Nothing to "parse" here.', truncated: false });
  expect(metadata).toMatchObject({
    job_run_id: id,
    state: { result_state: 'SUCCESS' },
    task: { notebook_task: { notebook_path: '/Stories/Sentence' } },
    overriding_parameters: { notebook_params: { name: 'Ada' } },
  });
});

test('a notebook that fails leaves its error, and a trace in the colours of a terminal', async () => {
  const { taskOutput } = await ended(failingNotebook);
  const output = await taskOutput('main');
  expect(output.error).toBe("NameError: name 'datframe' is not defined");
  expect(output.error_trace).toContain('\u001b[0;31mNameError\u001b[0m');
  expect(output).not.toHaveProperty('notebook_output');
});

test('no result, an empty one and null are three things', async () => {
  const { taskOutput } = await ended(noOutput);
  expect((await taskOutput('silent')).notebook_output).toEqual({ truncated: false });
  expect((await taskOutput('empty')).notebook_output).toEqual({ result: '', truncated: false });
  expect((await taskOutput('null')).notebook_output).toEqual({ result: 'null', truncated: false });
});

test('of a huge output the first 5 MB are kept', async () => {
  const { taskOutput } = await ended(hugeOutput);
  const { result, truncated } = (await taskOutput('main')).notebook_output;
  expect(truncated).toBe(true);
  expect(Buffer.byteLength(result)).toBeLessThanOrEqual(5 * MB);
  expect(Buffer.byteLength(result)).toBeGreaterThan(5 * MB - 4);
  expect(() => JSON.parse(result)).toThrow();
});

test('a script leaves logs instead', async () => {
  const { taskOutput } = await ended(pythonScript, { python_params: ['--day', '2026-02-03'] });
  const output = await taskOutput('script');
  expect(output).toMatchObject({ logs: 'called with --day 2026-02-03\n', logs_truncated: false });
  expect(output).not.toHaveProperty('notebook_output');
});

test.each(['', '1'])('what is cut is not cut within a character, wherever that lies (%j)', async (shift) => {
  const tooMuch = `${shift}${'é'.repeat(3 * MB)}`;
  const notebook: Scenario = { ...plainText, programs: { '/Stories/Sentence': { run: () => tooMuch } } };
  const { notebook_output } = await (await ended(notebook)).taskOutput('main');
  expect(notebook_output.result).not.toContain('\ufffd');
  expect(tooMuch.startsWith(notebook_output.result)).toBe(true);

  const script: Scenario = { ...pythonScript, programs: { '/Stories/script.py': { run: () => `${tooMuch}${shift}` } } };
  const { logs, logs_truncated } = await (await ended(script)).taskOutput('script');
  expect(logs_truncated).toBe(true);
  expect(logs).not.toContain('\ufffd');
  expect(`${tooMuch}${shift}`.endsWith(logs)).toBe(true);
});

test('a task that has not ended has no output yet', async () => {
  const { start, run, output } = workspaceWith([slow]);
  const [task] = (await run(await start())).tasks;
  const { metadata, ...rest } = await output(task.run_id);
  expect(metadata.state.life_cycle_state).toBe('PENDING');
  expect(rest).toEqual({});
});
