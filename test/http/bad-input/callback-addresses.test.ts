import { labelled } from '../../support/labelled';
import { expectProblem, SECRET, watchedWorld } from '../../support/refusals';
import { ownTime, type VirtualClock } from '../../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const ELSEWHERE = [
  'https://evil.tld/x',
  'http://hooks.example.com/x',
  'HTTP://hooks.example.com/x',
  'ftp://hooks.example.com/x',
  'file:///etc/passwd',
  'data:text/plain,x',
  'javascript:alert(1)',
  '//hooks.example.com/x',
  '/api/runs',
  'hooks.example.com',
  `https://user:${SECRET}@hooks.example.com/x`,
  'https://user@hooks.example.com/x',
  'https://hooks.example.com@evil.tld/x',
  'https://hooks.example.com:8443/x',
  'https://hooks.example.com:80/x',
  'https://hooks.example.com./x',
  'https://hooks.example.com.evil.tld/x',
  'https://evil-hooks.example.com/x',
  'https://sub.hooks.example.com/x',
  'https://evil.tld#hooks.example.com',
  'https://evil.tld?hooks.example.com',
  'https://evil.tld/hooks.example.com',
  'https://evil.tld\\@hooks.example.com/x',
  'https://hooks.example.com\\.evil.tld/x',
  'https://hooks.example.com%2eevil.tld/x',
  'https://hооks.example.com/x', // with two Cyrillic letters
  'https://xn--hks-5cda.example.com/x',
  'https://hooks。example。com.evil.tld/x',
  'https://datafactory.azure.com/x',
  'https://evildatafactory.azure.com/x',
  'https://x.datafactory.azure.com.evil.tld/x',
  'https://x.datafactory.azure.com./x',
  'https://evil.tld/.datafactory.azure.com',
  'https://evil.tld%2f.datafactory.azure.com/x',
  'https://evil.tld%00.datafactory.azure.com/x',
  'https://127.0.0.1/x',
  'http://127.0.0.1:7071/x',
  'https://localhost/x',
  'https://localtest.me/x',
  'https://127.0.0.1.nip.io/x',
  'https://hooks.example.com.127.0.0.1.nip.io/x',
  'https://2130706433/x',
  'https://0x7f000001/x',
  'https://0177.0.0.1/x',
  'https://127.1/x',
  'https://[::1]/x',
  'https://[::ffff:169.254.169.254]/x',
  'https://169.254.169.254/metadata/identity/oauth2/token',
  'https://2852039166/x',
  'https://10.0.0.1/x',
  'https://adb-1.2.azuredatabricks.net/api/2.2/jobs/run-now',
  'https://hooks.example.com/\r\nhost: evil.tld',
  ' https://hooks.example.com/x',
  'https://hooks.example.com/ñ',
  'https:///x',
  'https://',
  `https://hooks.example.com/${SECRET.repeat(400)}`,
  '',
];

const NO_TEXTS = [null, 7, true, ['https://hooks.example.com'], { host: 'hooks.example.com' }];

describe.each(['callbackUri', 'callBackUri'])('as %s', (name) => {
  test.each(labelled<unknown>([...ELSEWHERE, ...NO_TEXTS]))(
    '%s is refused, and nobody is asked or called',
    async (_, uri) => {
      const world = watchedWorld({
        clock,
        callbackHosts: ['hooks.example.com', '*.datafactory.azure.com'],
        callbackSecret: Buffer.alloc(32, 1),
      });
      for (const body of [{ job: 101 }, { job_id: 101 }]) {
        expectProblem(await world.post('runs', { ...body, [name]: uri }), 400, 'requestInvalid', name);
      }
      await world.seconds(60);
      expect(world.touched()).toEqual([]);
    },
  );
});

test('both names at once are refused', async () => {
  const world = watchedWorld({ clock });
  const uri = `https://x.datafactory.azure.com/?token=${SECRET}`;
  const reply = await world.post('runs', { job: 101, callbackUri: uri, callBackUri: uri });
  expectProblem(reply, 400, 'requestInvalid', 'callbackUri');
  expect(world.touched()).toEqual([]);
});

test('an address of its own is refused where nothing could be signed', async () => {
  const world = watchedWorld({ clock, callbackHosts: ['hooks.example.com'] });
  const reply = await world.post('runs', { job: 101, callbackUri: 'https://hooks.example.com/x' });
  expectProblem(reply, 400, 'requestInvalid', 'callbackUri');
  expect(world.touched()).toEqual([]);
});
