import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const REPORTER = fileURLToPath(new URL('result-reporter.cjs', import.meta.url));

/** Runs jest through `run`, then prints how many tests passed and failed as the last line. Gives the exit code. */
export async function countTests(run, args) {
  if (args.some((arg) => RUNS_NO_TEST.has(arg))) return run(args);
  const folder = mkdtempSync(join(tmpdir(), 'job-runner-test-'));
  try {
    const resultFile = join(folder, 'result.json');
    process.env.JEST_RESULT_FILE = resultFile;
    const exitCode = await run([...args, '--reporters=default', `--reporters=${REPORTER}`]);
    const result = read(resultFile);
    console.log(result ? summary(result) : '0 passed, 1 failed');
    return result ? exitCode : exitCode || 1;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const RUNS_NO_TEST = new Set(['--listTests', '--showConfig', '--clearCache', '--help', '-h', '--version', '-v']);

function read(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined; // jest was stopped, or could not start
  }
}

function summary(result) {
  const failed = result.numFailedTests + result.numRuntimeErrorTestSuites; // a suite that does not load counts as one
  const skipped = result.numPendingTests + result.numTodoTests;
  return `${result.numPassedTests} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`;
}
