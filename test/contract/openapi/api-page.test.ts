import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApiDocument } from '../../../src/contract/openapi/document';
import { conformanceTo, operations } from '../../support/openapi/conformance';

const document = openApiDocument('/api');
const { complaints } = conformanceTo(document);
const page = readFileSync(join(__dirname, '../../../docs/api.md'), 'utf8');

/** What the page shows of calls, without the headers that it leaves out. */
const exchanges = page
  .split('```console\n')
  .slice(1)
  .map((rest) => {
    const [shown = ''] = rest.split('\n```');
    const [head = '', ...more] = shown.split('\n\n');
    const [call = '', answer = ''] = head.split('HTTP/1.1 ');
    const body = more.join('\n\n');
    const shownHeaders = Object.fromEntries(
      [...answer.matchAll(/^([\w-]+): (.*)$/gm)].map(([, name, value]) => [name, value]),
    );
    const type = shownHeaders['content-type'] ?? 'application/json';
    return {
      method: /-X (\w+)/.exec(call)?.[1] ?? 'GET',
      path: /\$RUNNER\/api\/([^"]+)"/.exec(call)?.[1] ?? '',
      reply: {
        status: Number.parseInt(answer, 10),
        headers: { 'x-correlation-id': '', location: '', 'retry-after': '', ...shownHeaders, 'content-type': type },
        body: /json/.test(type) ? JSON.parse(body) : undefined,
        text: body,
      },
    };
  });

test.each(exchanges)('$method $path is answered as the document says', ({ method, path, reply }) => {
  expect(complaints(method, path, reply)).toEqual([]);
});

test('there are many calls on the page', () => expect(exchanges.length).toBeGreaterThan(10));

test('every route is on the page', () => {
  const missing = operations(document).filter(
    ({ method, template }) => !page.includes(`\`${method.toUpperCase()} ${template}\``),
  );
  expect(missing.map(({ template }) => template)).toEqual([]);
});
