import { resolve } from 'node:path';
import { HELP, readOptions } from '../../local/options';
import { StartupError } from '../../local/startup-error';

const CWD = resolve('/srv/ada');
const read = (...args: string[]) => readOptions(args, resolve('/repository'), CWD);

test('without options it is the app of this repository, with its data beside it', () => {
  expect(read()).toEqual({
    app: resolve('/repository'),
    port: undefined,
    data: resolve('/repository/.local'),
    enforceKeys: false,
    once: false,
    job: undefined,
    help: false,
  });
});

test('the sample run may be all there is, and of another job', () => {
  expect(read('--once', '--job', '103')).toMatchObject({ once: true, job: '103' });
  expect(read('--app', '/repository', '--once')).toMatchObject({ once: true });
});

test.each([
  [
    ['--app', 'shop', '--once'],
    "--once is for the sample run of this repository's own app, not for one that --app names.",
  ],
  [
    ['--app', 'shop', '--job=7'],
    "--job is for the sample run of this repository's own app, not for one that --app names.",
  ],
  [['--job', ' '], '--job must be the alias or the id of a job.'],
])('%j is refused', (args, line) => expect(() => read(...args)).toThrow(new StartupError(line)));

test('folders are seen from where the command was given', () => {
  expect(read('--app', 'shop', '--data=../state')).toMatchObject({
    app: resolve('/srv/ada/shop'),
    data: resolve('/srv/state'),
  });
  expect(read('--app', 'shop')).toMatchObject({ data: resolve('/srv/ada/shop/.local') });
});

test.each([
  ['0', 0],
  ['7072', 7072],
  ['65535', 65535],
])('the port may be %s', (text, port) => expect(read('--port', text).port).toBe(port));

test.each(['', '-1', '70000', '7071.5', '0x10', '1e3', 'http', ' 80'])('the port must not be "%s"', (text) => {
  expect(() => read(`--port=${text}`)).toThrow(
    new StartupError(`--port must be a number from 0 to 65535, not "${text}".`),
  );
});

test.each([
  [['--prot', '1'], "Unknown option '--prot'"],
  [['7071'], "Unexpected argument '7071': options come after two dashes, in PowerShell after '--' in quotes"],
  [['--port'], "Option '--port <value>' argument missing"],
  [['--port', '--help'], "Option '--port' argument is ambiguous"],
  [['--help=yes'], "Option '-h, --help' does not take an argument"],
])('%j is refused in one sentence, with a way to help', (args, what) => {
  expect(() => read(...args)).toThrow(new StartupError(`${what}. See npm start -- --help.`));
});

test('the help names every option', () => {
  expect(read('-h').help).toBe(true);
  expect(read('--help').help).toBe(true);
  expect(HELP.match(/--[a-z-]+(?= )/g)).toEqual(
    expect.arrayContaining(['--once', '--job', '--app', '--port', '--data', '--enforce-keys', '--help']),
  );
});
