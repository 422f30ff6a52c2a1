import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { applyLocalSettings, readHostSettings } from '../../../local/host/settings';
import { StartupError } from '../../../local/startup-error';
import { temporaryFolder } from '../../support/host-process';

let folder: ReturnType<typeof temporaryFolder>;
beforeEach(() => {
  folder = temporaryFolder();
});
afterEach(() => folder.remove());

const write = (name: string, content: unknown) =>
  writeFileSync(join(folder.path, name), typeof content === 'string' ? content : JSON.stringify(content));

function refusal(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    expect(error).toBeInstanceOf(StartupError);
    expect((error as Error).message).not.toContain('\n');
    return (error as Error).message;
  }
  throw new Error('nothing was refused');
}

describe('host.json', () => {
  const read = (env: NodeJS.ProcessEnv = {}) => readHostSettings(folder.path, env, 4);
  const durable = (durableTask: unknown) => write('host.json', { version: '2.0', extensions: { durableTask } });

  test('needs to say no more than its version', () => {
    write('host.json', { version: '2.0' });
    expect(read()).toEqual({ routePrefix: 'api', hubName: 'TestHubName', defaultVersion: null, maxActivities: 40 });
  });

  test('may begin with a byte order mark', () => {
    write('host.json', '\uFEFF{"version":"2.0"}');
    expect(read().hubName).toBe('TestHubName');
  });

  test('that is missing is asked for', () => {
    expect(refusal(read)).toBe(
      `There is no ${join(folder.path, 'host.json')}: a functions app needs one. Write {"version":"2.0"}.`,
    );
  });

  test.each([
    ['that is broken', '{"version":'],
    ['with comments', '{"version":"2.0"} // for now'],
    ['that is broken over several lines', '{\n"version":\nv2\n}\n'],
  ])('%s is refused by name', (_, content) => {
    write('host.json', content);
    expect(refusal(read)).toMatch(`Cannot read ${join(folder.path, 'host.json')}: `);
  });

  test.each(['[]', 'null', '"2.0"'])('that holds %s is no object', (content) => {
    write('host.json', content);
    expect(refusal(read)).toBe(`${join(folder.path, 'host.json')} must hold a JSON object.`);
  });

  test('that is a folder cannot be read', () => {
    mkdirSync(join(folder.path, 'host.json'));
    expect(refusal(read)).toMatch(/^Cannot read .*host\.json: EISDIR/);
  });

  test.each([{}, { version: '1.0' }, { version: 2 }])('%j has the wrong version', (content) => {
    write('host.json', content);
    expect(refusal(read)).toBe(`${join(folder.path, 'host.json')} must say "version": "2.0".`);
  });

  test.each([
    ['', ''],
    ['v1', 'v1'],
    ['/v1/jobs/', 'v1/jobs'],
  ])('gives the routes the prefix "%s"', (routePrefix, expected) => {
    write('host.json', { version: '2.0', extensions: { http: { routePrefix } } });
    expect(read().routePrefix).toBe(expected);
  });

  test('names the task hub', () => {
    durable({ hubName: 'JobRunner' });
    expect(read({ WEBSITE_SITE_NAME: 'another' }).hubName).toBe('JobRunner');
  });

  test('names the task hub by an app setting', () => {
    durable({ hubName: '%HUB%V%NUMBER%' });
    expect(read({ HUB: 'Runner', NUMBER: '2' }).hubName).toBe('RunnerV2');
  });

  test('with no task hub takes the letters and digits of the site name', () => {
    durable({});
    expect(read({ WEBSITE_SITE_NAME: 'job-runner_2' }).hubName).toBe('jobrunner2');
    expect(read({ WEBSITE_SITE_NAME: '--' }).hubName).toBe('TestHubName');
    expect(read({ WEBSITE_SITE_NAME: '7-days' }).hubName).toBe('t7days');
    expect(read({ WEBSITE_SITE_NAME: 'a' }).hubName).toBe('aHub');
    expect(read({ WEBSITE_SITE_NAME: 'x'.repeat(60) }).hubName).toHaveLength(45);
  });

  test.each(['Job-Runner', '1stHub', 'AB', 'A'.repeat(46), '', '%UNSET%', 7])(
    'is refused with the task hub name %j',
    (hubName) => {
      durable({ hubName });
      expect(refusal(read)).toBe(
        `The task hub name "${hubName}" in ${join(folder.path, 'host.json')} must begin with a letter and hold 3 to 45 letters and digits.`,
      );
    },
  );

  test.each(['Abc', 'A'.repeat(45)])('is fine with the task hub name %s', (hubName) => {
    durable({ hubName });
    expect(read().hubName).toBe(hubName);
  });

  test('sets the default version and the number of activities at a time', () => {
    durable({ defaultVersion: '1.2', maxConcurrentActivityFunctions: 3 });
    expect(read()).toMatchObject({ defaultVersion: '1.2', maxActivities: 3 });
  });
});

describe('local.settings.json', () => {
  const apply = (env: NodeJS.ProcessEnv = {}) => applyLocalSettings(folder.path, env);
  const file = () => join(folder.path, 'local.settings.json');

  test('may be missing', () => {
    const env = {};
    expect(apply(env)).toEqual({});
    expect(env).toEqual({});
  });

  test('fills the environment where it is silent', () => {
    write('local.settings.json', { IsEncrypted: false, Values: { A: 'file', B: 'file', C: '' } });
    const env = { A: 'environment', D: '' };
    apply(env);
    expect(env).toEqual({ A: 'environment', B: 'file', C: '', D: '' });
  });

  test('may hold numbers and truth values', () => {
    write('local.settings.json', { Values: { NUMBER: 5, YES: true } });
    const env = {};
    apply(env);
    expect(env).toEqual({ NUMBER: '5', YES: 'true' });
  });

  test.each([null, {}, ['a']])('must not hold %j as a value', (value) => {
    write('local.settings.json', { Values: { WAREHOUSE: value } });
    expect(refusal(apply)).toBe(`The value WAREHOUSE in ${file()} must be a text.`);
  });

  test('that is encrypted is refused with the command that helps', () => {
    write('local.settings.json', { IsEncrypted: true, Values: { A: 'aGVsbG8=' } });
    expect(refusal(apply)).toBe(`${file()} is encrypted. Decrypt it: func settings decrypt.`);
  });

  test('that is malformed is refused, and so is a list', () => {
    write('local.settings.json', '{"Values":{"A":"a",}}');
    expect(refusal(apply)).toMatch(`Cannot read ${file()}: `);
    write('local.settings.json', '[]');
    expect(refusal(apply)).toBe(`${file()} must hold a JSON object.`);
  });

  test('never shows a value in what it refuses', () => {
    write('local.settings.json', '{\n  "Values": {\n    "TOKEN": dapi0123456789\n  }\n}\n');
    expect(refusal(apply)).toBe(`Cannot read ${file()}: Unexpected token 'd', this is not valid JSON`);
  });

  test.each([
    [{ LocalHttpPort: 7072 }, { port: 7072 }],
    [{ LocalHttpPort: '7072' }, { port: 7072 }],
    [{ LocalHttpPort: 0 }, {}],
    [{ LocalHttpPort: 'auto' }, {}],
    [undefined, {}],
  ])('with the host section %j gives %j', (Host, expected) => {
    write('local.settings.json', { Host });
    expect(apply()).toEqual(expected);
  });
});
