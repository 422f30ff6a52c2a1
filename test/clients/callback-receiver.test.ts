import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readWebhookSecret, webhookHeaders } from '../../src/contract/callbacks/webhook-signature';

type Check = (headers: Record<string, string>, body: string, secret: string) => boolean;

/** What docs/other-callers.md shows to receivers, as it stands there. */
function shownCheck(): Check {
  const page = readFileSync(join(__dirname, '../../docs/other-callers.md'), 'utf8');
  const [, code = ''] = /```js\n(import [\s\S]*?)```/.exec(page) ?? [];
  const script = code
    .replace(/import (\{.*\}) from '(.*)';/, "const $1 = require('$2');")
    .replace('export function', 'return function');
  return new Function('require', script)(require) as Check;
}

const secret = `whsec_${randomBytes(32).toString('base64')}`;
const body = '{"id":"run-1","outcome":"succeeded"}';
const headersOf = (now = Date.now()) =>
  webhookHeaders({ id: 'run-1.ended', now, body }, readWebhookSecret(secret) ?? Buffer.alloc(0));

test('the check that is shown to receivers knows what the app has sent', () => {
  expect(shownCheck()(headersOf(), body, secret)).toBe(true);
});

test.each<[string, Parameters<Check>]>([
  ['another body', [headersOf(), `${body} `, secret]],
  ['another secret', [headersOf(), body, `whsec_${randomBytes(32).toString('base64')}`]],
  ['another id', [{ ...headersOf(), 'webhook-id': 'run-2.ended' }, body, secret]],
  ['an old message', [headersOf(Date.now() - 3_600_000), body, secret]],
  ['no signature', [{}, body, secret]],
])('it refuses %s', (_what, given) => expect(shownCheck()(...given)).toBe(false));
