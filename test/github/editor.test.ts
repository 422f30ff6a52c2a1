import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const read = (path: string) => readFileSync(join(__dirname, '../..', path), 'utf8');
const scripts = Object.keys(JSON.parse(read('package.json')).scripts);

test.each(['.vscode/tasks.json', '.vscode/launch.json', '.github/workflows/ci.yml', '.github/workflows/deploy.yml'])(
  '%s runs scripts that there are',
  (path) => {
    const named = [...read(path).matchAll(/\bnpm (?:run )?(\w[\w:-]*)|"script": "([^"]+)"/g)];
    const used = named.map(([, command, script]) => command ?? script).filter((name) => name !== 'audit');
    expect(used.length).toBeGreaterThan(0);
    expect(used.filter((name) => !scripts.includes(String(name)))).toEqual([]);
  },
);

test('the container and the editor recommend the same extensions', () => {
  const { recommendations } = JSON.parse(read('.vscode/extensions.json'));
  expect(JSON.parse(read('.devcontainer/devcontainer.json')).customizations.vscode.extensions).toEqual(recommendations);
});

test('the settings of the editor are JSON, and name the schema that there is', () => {
  const [{ url }] = JSON.parse(read('.vscode/settings.json'))['json.schemas'];
  expect(JSON.parse(read(url))).toHaveProperty('title');
});
