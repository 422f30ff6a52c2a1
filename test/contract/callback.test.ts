import { Buffer } from 'node:buffer';
import {
  type Callback,
  type CallbackRules,
  callbackId,
  callbackRefusal,
  fromCallbackCell,
  takeCallback,
  toCallbackCell,
} from '../../src/contract/callbacks/callback';
import { readWebhookSecret, webhookHeaders } from '../../src/contract/callbacks/webhook-signature';

const RULES: CallbackRules = {
  hosts: ['hooks.example.com', '*.datafactory.azure.com'],
  allowsThisMachine: false,
  secret: Buffer.alloc(24, 1),
};
const refusal = (uri: string, rules: Partial<CallbackRules> = {}, form: Callback['form'] = 'run') =>
  callbackRefusal({ uri, form }, { ...RULES, ...rules })?.detail;

test('a callback is taken out of a body, in either spelling', () => {
  const uri = 'https://hooks.example.com/a?token=1';
  expect(takeCallback({ job: 1, callbackUri: uri })).toEqual({
    callback: { uri, form: 'run' },
    errors: [],
    rest: { job: 1 },
  });
  expect(takeCallback({ job: 1, callBackUri: uri })).toMatchObject({ callback: { form: 'dataFactory' } });
  expect(takeCallback({ job: 1 })).toEqual({ errors: [], rest: { job: 1 } });
});

test.each([
  ['both spellings', { callbackUri: 'https://a.b', callBackUri: 'https://a.b' }],
  ['a number', { callbackUri: 5 }],
  ['null', { callBackUri: null }],
  ['no address', { callbackUri: 'hooks' }],
  ['an empty text', { callbackUri: '' }],
  ['blanks in it', { callbackUri: 'https://a.b/c d' }],
  ['a backslash in it', { callbackUri: 'https://a.b\\.c/d' }],
  ['a line break in it', { callbackUri: 'https://a.b/\r\nhost: x' }],
  ['more than 4096 characters', { callbackUri: `https://a.b/${'c'.repeat(4096)}` }],
])('%s is refused', (_what, body) => {
  const { callback, errors } = takeCallback(body);
  expect(callback).toBeUndefined();
  expect(errors).toHaveLength(1);
});

test('only hosts that are listed are called', () => {
  expect(refusal('https://hooks.example.com/x')).toBeUndefined();
  expect(refusal('https://HOOKS.example.com/x')).toBeUndefined();
  expect(refusal('https://dpnortheurope.svc.datafactory.azure.com/x')).toBeUndefined();
  for (const host of [
    'evil.example',
    'hooks.example.com.evil.example',
    'xhooks.example.com',
    'datafactory.azure.com',
    'evildatafactory.azure.com',
    'hooks.example.com.',
    '127.0.0.1',
    '169.254.169.254',
    '[::1]',
    'localhost',
    '2130706433',
  ]) {
    expect(refusal(`https://${host}/x`)).toContain('CALLBACK_HOSTS');
  }
});

test('the refusal names the host, and what is allowed, and nothing else of the address', () => {
  const detail = refusal('https://evil.example/secret-path?token=secret-token') ?? '';
  expect(detail).toContain('evil.example');
  expect(detail).toContain('hooks.example.com, *.datafactory.azure.com');
  expect(detail).not.toContain('secret');
});

test.each([
  ['http://hooks.example.com/', 'https'],
  ['ftp://hooks.example.com/', 'https'],
  ['https://user:pass@hooks.example.com/', 'password'],
  ['https://hooks.example.com:8443/', 'port'],
])('%s is refused', (uri, word) => expect(refusal(uri)).toContain(word));

test('a server on this machine is for development', () => {
  expect(refusal('http://localhost:9999/x')).toContain('https');
  expect(refusal('http://localhost:9999/x', { allowsThisMachine: true })).toBeUndefined();
  expect(refusal('http://127.0.0.1:9999/x', { allowsThisMachine: true })).toBeUndefined();
  expect(refusal('http://192.168.0.1:9999/x', { allowsThisMachine: true })).toBeDefined();
});

test('what nobody could check is not sent', () => {
  expect(refusal('https://hooks.example.com/x', { secret: undefined })).toContain('CALLBACK_SECRET');
  expect(refusal('https://x.datafactory.azure.com/x', { secret: undefined }, 'dataFactory')).toBeUndefined();
});

test('a row keeps a callback, and an id of it says nothing of its address', () => {
  const callback = { uri: 'https://hooks.example.com/a b?token=1', form: 'dataFactory' } as const;
  expect(fromCallbackCell(toCallbackCell(callback))).toEqual(callback);
  expect(fromCallbackCell('')).toBeUndefined();
  expect(fromCallbackCell(undefined)).toBeUndefined();
  expect(callbackId(callback)).toMatch(/^[0-9a-f]{16}$/);
  expect(callbackId(callback)).not.toBe(callbackId({ ...callback, form: 'run' }));
});

test('a body is signed as the examples of Standard Webhooks are', () => {
  const secret = readWebhookSecret('whsec_plJ3nmyCDGBKInavdOK15jsl') ?? Buffer.alloc(0);
  expect(secret).toHaveLength(0); // 18 bytes: the standard asks for 24 at least
  const long = readWebhookSecret(`whsec_${Buffer.alloc(24, 1).toString('base64')}`) ?? Buffer.alloc(0);
  expect(webhookHeaders({ id: 'run.ended', now: 1_614_265_330_999, body: '{"test": 2432232314}' }, long)).toEqual({
    'webhook-id': 'run.ended',
    'webhook-timestamp': '1614265330',
    'webhook-signature': expect.stringMatching(/^v1,[A-Za-z0-9+/]{43}=$/),
  });
});
