import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(__dirname, '../..');
const read = (path: string) => readFileSync(join(ROOT, path), 'utf8');

test('the platform traces no inputs and outputs, which hold the parameters of callers', () => {
  const { durableTask } = JSON.parse(read('host.json')).extensions;
  expect(durableTask.tracing?.traceInputsAndOutputs ?? false).toBe(false);
  const infra = readdirSync(join(ROOT, 'infra'), { recursive: true, encoding: 'utf8' });
  const settings = infra.filter((path) => /\.(bicep|bicepparam|json)$/.test(path)).map((path) => `infra/${path}`);
  expect(settings.length).toBeGreaterThan(3);
  for (const path of [...settings, 'local.settings.sample.json'])
    expect(read(path)).not.toMatch(/traceInputsAndOutputs/i);
});
