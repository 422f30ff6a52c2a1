import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { lintWorkflow } from '../support/lint-workflow';

const ROOT = join(__dirname, '../..');
const WORKFLOWS = '.github/workflows';

interface Step {
  uses?: string;
  run?: string;
}

interface Workflow {
  on: { workflow_dispatch?: { inputs: { environment: { options: string[] } } } };
  permissions: Record<string, string>;
  jobs: Record<string, { steps: Step[]; permissions?: Record<string, string>; 'timeout-minutes'?: number }>;
}

const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');
const names = readdirSync(join(ROOT, WORKFLOWS));
const workflow = (name: string) => parse(read(`${WORKFLOWS}/${name}`)) as Workflow;
const jobs = names.flatMap((name) => Object.values(workflow(name).jobs));
const steps = jobs.flatMap((job) => job.steps);

/** The released linter is older than the variables of a repository. */
const NOT_KNOWN_TO_IT = 'undefined variable "vars"';

describe.each(names)('%s', (name) => {
  test('is valid', () => {
    const found = lintWorkflow(read(`${WORKFLOWS}/${name}`));
    expect(found.filter(({ message }) => !message.startsWith(NOT_KNOWN_TO_IT))).toEqual([]);
  });

  test('may read the code, and only where it signs in, ask for a token', () => {
    expect(workflow(name).permissions).toEqual({ contents: 'read' });
    for (const job of Object.values(workflow(name).jobs)) {
      const signsIn = job.steps.some(({ uses }) => uses?.startsWith('azure/login@'));
      expect(job.permissions).toEqual(signsIn ? { contents: 'read', 'id-token': 'write' } : undefined);
    }
  });

  test('knows no secret', () => expect(read(`${WORKFLOWS}/${name}`)).not.toMatch(/\bsecrets\b\s*[.[]/));
});

test('the linter would find a mistake', () => {
  const broken = read(`${WORKFLOWS}/ci.yml`).replace('matrix.os', 'matrix.system');
  expect(lintWorkflow(broken).map(({ message }) => message)).toContainEqual(expect.stringContaining('"system"'));
});

test('actions are named with their version, and come from GitHub and Microsoft', () => {
  const used = steps.flatMap(({ uses }) => uses ?? []);
  expect(used.length).toBeGreaterThan(0);
  expect(used.filter((action) => !/^(?:actions|azure)\/[\w-]+@v\d+(?:\.\d+)*$/.test(action))).toEqual([]);
});

test('no script takes in an expression: what others write, as the name of a branch, must not become code', () => {
  expect(steps.filter(({ run }) => run?.includes('${{'))).toEqual([]);
});

test('every job ends some day', () => {
  expect(jobs.filter((job) => job['timeout-minutes'] === undefined)).toEqual([]);
});

test('the deployment knows only outputs that there are', () => {
  const outputs = [...read('infra/main.bicep').matchAll(/^output (\w+) /gm)].map(([, name]) => name);
  const script = (workflow('deploy.yml').jobs.deploy?.steps ?? []).map(({ run = '' }) => run).join('\n');
  const known = [...outputs, ...['ENVIRONMENT', 'LOCATION', 'PARAMETERS_FILE', 'DATABRICKS_HOST', 'API_VERSION']];
  const own = ['GITHUB_ENV', 'SITE', 'E2E_KEY'];
  const used = [...script.matchAll(/\$\{?([A-Z][A-Z0-9_]*)/g)].map(([, name]) => name);
  expect(used).toContain('FUNCTION_APP_NAME');
  expect(used.filter((name) => ![...known, ...own].includes(String(name)))).toEqual([]);
  expect(outputs).toEqual(expect.arrayContaining(['APP_IDENTITY_CLIENT_ID', 'APP_IDENTITY_NAME', 'DATABRICKS_HOST']));
});

test('each environment has its parameters', () => {
  const environments = workflow('deploy.yml').on.workflow_dispatch?.inputs.environment.options ?? [];
  expect(environments.length).toBeGreaterThan(0);
  expect(environments.filter((name) => !existsSync(join(ROOT, `infra/examples/${name}.parameters.json`)))).toEqual([]);
});
