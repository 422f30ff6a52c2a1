import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { openApiDocument } from '../../../src/contract/openapi/document';
import { readStartRequest } from '../../../src/contract/runs/request/start-request';
import { VERSION } from '../../../src/contract/version';
import { conformanceTo, mediaOf, operations } from '../../support/openapi/conformance';
import { validate } from '../../support/openapi/validator';
import { waysIn } from '../../support/ways-in';

const ROOT = join(__dirname, '../../..');
const document = openApiDocument('/api');

test('a validator that others wrote finds nothing wrong', () => {
  expect(validate(document)).toEqual({ valid: true, version: '3.1' });
});

test('that validator would find something', () => {
  expect(validate({ ...document, paths: { '/runs': { get: { responses: 1 } } } }).valid).toBe(false);
});

test('has the version of the app', () => {
  const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  expect(VERSION).toBe(version);
  expect(document.info.version).toBe(version);
});

test('docs/openapi.json is the document (UPDATE_OPENAPI=1 npm test -- openapi, then npm run format)', () => {
  const file = join(ROOT, 'docs/openapi.json');
  if (process.env.UPDATE_OPENAPI === '1') writeFileSync(file, `${JSON.stringify(document, null, 2)}\n`);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(JSON.parse(JSON.stringify(document)));
});

describe('the functions and the document', () => {
  const registered = waysIn().map(({ method, route, ...more }) => ({
    ...more,
    method: method.toLowerCase(),
    path: `/${route}`,
  }));
  const told = operations(document);
  const byText = (one: string, other: string) => (one < other ? -1 : 1);

  test('name the same routes, by the same names', () => {
    const inApp = registered.map(({ method, path, name }) => `${method} ${path} ${name}`);
    const inDocument = told.map(({ method, template, operation }) => `${method} ${template} ${operation.operationId}`);
    expect(inDocument.sort(byText)).toEqual(inApp.sort(byText));
    expect(inApp).toContain('post /runs startRun');
  });

  test('ask for a key in the same places', () => {
    const inApp = registered.filter(({ authLevel }) => authLevel === 'anonymous').map(({ name }) => name);
    const inDocument = told.filter(({ operation }) => !operation.security?.some((way) => 'keyInHeader' in way));
    expect(inDocument.map(({ operation }) => operation.operationId).sort()).toEqual(inApp.sort());
    expect(inApp).toEqual(expect.arrayContaining(['health', 'openLink']));
  });

  test.each(told)('$method $template declares the parameters of its path', ({ template, operation }) => {
    const inPath = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path');
    expect(inPath.map(({ name }) => name)).toEqual([...template.matchAll(/\{(\w+)\}/g)].map(([, name]) => name));
  });

  test.each(told)('$method $template tells of a refused key if it asks for one', ({ operation }) => {
    expect('401' in operation.responses).toBe(operation.security?.length !== 0);
  });
});

describe('examples', () => {
  const { ajv } = conformanceTo(document);
  const cases = operations(document).flatMap(({ operation }) =>
    mediaOf(operation).flatMap(({ schema, examples = {} }) =>
      Object.entries(examples).map(([name, { value }]) => ({
        place: `${operation.operationId}: ${name}`,
        schema,
        value,
      })),
    ),
  );

  test.each(cases)('$place fits its schema', ({ schema, value }) => {
    const check = ajv.compile(withRefsTo('document', schema) as object);
    check(value);
    expect(check.errors ?? []).toEqual([]);
  });

  const bodies = cases.filter(({ place }) => /startRun: (alias|id|bare)/.test(place));
  test.each(bodies)('$place is read by the app', ({ value }) => {
    expect(readStartRequest(value)).toMatchObject({ ok: true });
  });
});

describe('the body of a start', () => {
  const { ajv } = conformanceTo(document);
  const schema = {
    anyOf: ['RunRequest', 'BareRunNow'].map((name) => ({ $ref: `document#/components/schemas/${name}` })),
  };
  const check = ajv.compile(schema);

  test.each([
    { job: 'sales' },
    { job: 123, runNow: { job_parameters: { a: '1' } }, failOn: ['failed'], onTimeout: 'detach' },
    { job_id: 123, notebook_params: { a: '1' }, timeoutSeconds: 60 },
    { job_id: '123', only: ['task'] },
    {},
    { job: true },
    { job: 'sales', runNow: { job_id: 1 } },
    { job: 'sales', unknown: 1 },
    { job: 'sales', job_parameters: { a: '1' } },
    { job: 'sales', timeoutSeconds: 9 },
    { job: 'sales', onTimeout: 'never' },
    { job_id: 1, runNow: {} },
    { job_id: 1, notebook_params: { a: 1 } },
    { job_id: 1, idempotency_token: 'x' },
    { job: 'sales', runNow: { idempotency_token: 'x' } },
  ])('%j is judged alike by the schema and by the app', (body) => {
    expect(check(body)).toBe(readStartRequest(body).ok);
  });
});

function withRefsTo(id: string, schema: unknown): unknown {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/', `"${id}#/`));
}
