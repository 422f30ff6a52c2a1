import { labelled } from '../../support/labelled';
import { expectProblem, SECRET, watchedWorld } from '../../support/refusals';
import { ownTime, type VirtualClock } from '../../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

/** Addresses that are not the configured workspace, some of which look like it. */
const ELSEWHERE = [
  'https://evil.tld',
  'evil.tld',
  'https://adb-1.2.azuredatabricks.net',
  'http://adb-1.2.azuredatabricks.net',
  'https://adb-9.9.azuredatabricks.net',
  'adb-9.9.azuredatabricks.net',
  'adb-1.2.azuredatabricks.net.evil.tld',
  'evil.tld#adb-1.2.azuredatabricks.net',
  'evil.tld?adb-1.2.azuredatabricks.net',
  'evil.tld/adb-1.2.azuredatabricks.net',
  'evil.tld\\@adb-1.2.azuredatabricks.net',
  'adb-1.2.azuredatabricks.net@evil.tld',
  `https://user:${SECRET}@adb-1.2.azuredatabricks.net`,
  'adb-1.2.azuredatabricks.net:8443',
  'adb-1.2.azuredatabricks.net.',
  'adb-1.2.azuredatabricks.net/',
  'adb-1.2.azuredatabricks.net/../x',
  '../default',
  'аdb-1.2.azuredatabricks.net', // its first letter is Cyrillic
  'adb-1.2.xn--zuredatabricks-x2j.net',
  'adb-１.2.azuredatabricks.net',
  '127.0.0.1',
  'localhost:7071',
  '169.254.169.254',
  '0xA9FEA9FE',
  '0251.0376.0251.0376',
  '2852039166',
  '[::1]',
  '[::ffff:169.254.169.254]',
  'file:///etc/passwd',
  'default\r\nhost: evil.tld',
  'default\u0000',
  ' default',
  '__proto__',
  'constructor',
  '',
  'x'.repeat(300),
];

describe.each(labelled(ELSEWHERE))('the workspace %s', (_, workspace) => {
  test.each(['job', 'job_id'])('is refused in a start of a %s', async (name) => {
    const world = watchedWorld({ clock });
    expectProblem(await world.post('runs', { [name]: 101, workspace }), 400, 'requestInvalid', 'workspace');
    expect(world.touched()).toEqual([]);
  });

  test.each(['jobs', 'jobs/101', 'jobs/101/table', 'jobs/-/table', 'jobs/Sales'])('is refused at %s', async (path) => {
    const world = watchedWorld({ clock });
    const query = new URLSearchParams({ workspace, ...(path.includes('-') && { name: 'Sales' }) });
    expectProblem(await world.get(`${path}?${query}`), 400, 'queryInvalid', 'workspace');
    expect(world.touched()).toEqual([]);
  });
});

test.each([[['default']], [{ host: 'evil.tld' }], [7], [null], [true]])(
  'a workspace that is no text is refused: %j',
  async (workspace) => {
    const world = watchedWorld({ clock });
    expectProblem(await world.post('runs', { job: 101, workspace }), 400, 'requestInvalid', 'workspace');
    expect(world.touched()).toEqual([]);
  },
);
