import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020';
import { failingNotebook } from '../../../../local/workspace/scenarios/failing-notebook';
import { salesTable } from '../../../../local/workspace/scenarios/sales-table';
import { connectorDefinition } from '../../../../src/contract/clients/power-platform/connector';
import { openApiDocument } from '../../../../src/contract/openapi/document';
import { validate } from '../../../support/openapi/validator';
import { type Body, type Reply, runWorld } from '../../../support/run-world';
import { ownTime, type VirtualClock } from '../../../support/virtual-clock';

const FILE = join(__dirname, '../../../../clients/power-platform/apiDefinition.swagger.json');
const connector = connectorDefinition();
const operations = Object.entries(connector.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ method, path, ...operation })),
);

test('the file is what the code makes (UPDATE_CLIENTS=1 npm test -- connector, then npm run format)', () => {
  if (process.env.UPDATE_CLIENTS === '1') writeFileSync(FILE, `${JSON.stringify(connector, null, 2)}\n`);
  expect(JSON.parse(readFileSync(FILE, 'utf8'))).toEqual(JSON.parse(JSON.stringify(connector)));
});

test('a validator that others wrote finds nothing wrong, and would find something', () => {
  expect(validate(connector)).toEqual({ valid: true, version: '2.0' });
  expect(validate({ ...connector, paths: { '/runs': { get: { responses: 1 } } } }).valid).toBe(false);
});

test('is far from the megabyte that connectors are allowed', () => {
  expect(readFileSync(FILE).length).toBeLessThan(200_000);
});

/** Of a schema, as the makers of the connectors list them; anything else they refuse. */
const WORDS = [
  ...['$ref', 'type', 'format', 'title', 'description', 'default', 'enum', 'items', 'properties', 'required'],
  ...['additionalProperties', 'minimum', 'maximum', 'minLength', 'maxLength', 'minItems', 'maxItems', 'pattern'],
  ...['x-nullable', 'x-ms-summary', 'x-ms-visibility', 'x-ms-dynamic-values'],
];
const OF_PARAMETERS = ['name', 'in', 'x-ms-url-encoding', 'schema'];

describe('uses only words that connectors know', () => {
  test.each(Object.entries(connector.definitions))('in %s', (_, schema) => {
    expect(schemasIn(schema).flatMap(foreignWords)).toEqual([]);
  });

  test.each(operations)('in the parameters and answers of $operationId', ({ parameters, responses }) => {
    const foreign = parameters.flatMap(foreignWords).filter((word) => !OF_PARAMETERS.includes(word));
    expect(foreign).toEqual([]);
    expect(Object.values(responses).flatMap(({ schema = {} }) => schemasIn(schema).flatMap(foreignWords))).toEqual([]);
  });

  test('and would notice another one', () => {
    expect(schemasIn({ properties: { a: { items: { anyOf: [] } } } }).flatMap(foreignWords)).toEqual(['anyOf']);
    expect(foreignWords({ type: ['string', 'null'] })).toEqual(['type ["string","null"]']);
  });
});

function foreignWords(schema: Body): string[] {
  const types = schema.type === undefined || typeof schema.type === 'string' ? [] : [JSON.stringify(schema.type)];
  return [...Object.keys(schema).filter((word) => !WORDS.includes(word)), ...types.map((type) => `type ${type}`)];
}

function schemasIn(schema: Body): Body[] {
  const parts = [schema.items, schema.additionalProperties, ...Object.values(schema.properties ?? {})];
  return [schema, ...parts.filter((part) => typeof part === 'object').flatMap(schemasIn)];
}

describe('what people see', () => {
  test.each(operations)('$operationId says what it does', ({ operationId, summary, description }) => {
    expect(operationId).toMatch(/^([A-Z][a-z]+)+$/);
    expect(summary).toMatch(/^[A-Z].{3,79}[^.]$/);
    expect(description).toMatch(/^[A-Z].*\.$/);
    expect(description).not.toBe(`${summary}.`);
  });

  test.each(operations)('each parameter of $operationId has a name for people and a hint', ({ parameters }) => {
    for (const parameter of parameters) {
      expect(parameter).toMatchObject({
        'x-ms-summary': expect.any(String),
        description: expect.stringMatching(/.{9}/),
      });
      expect(String(parameter.description)).not.toContain('`');
    }
  });

  test('the usual fields of a start stand first, and no address to call back', () => {
    const { properties } = connector.definitions.RunRequest as Body;
    const usual = Object.keys(properties).filter((name) => !properties[name]['x-ms-visibility']);
    expect(usual).toEqual(['job', 'runNow']);
    expect(Object.keys(properties).filter((name) => /call/i.test(name))).toEqual([]);
  });

  test('the actions, and the one that only the engine of flows asks', () => {
    const shown = operations.filter((one) => one['x-ms-visibility'] !== 'internal').map((one) => one.operationId);
    expect(shown.sort()).toEqual(
      ['CancelRun', 'ListJobs', 'ListRuns', 'RunTable', 'ShowOutput', 'ShowRun', 'StartRun'].sort(),
    );
    expect(operations.length).toBe(shown.length + 1);
  });
});

test('a wait is shorter than the time that connectors give a request', () => {
  const waits = operations.flatMap(({ parameters }) => parameters.filter(({ name }) => name === 'wait'));
  expect(waits.length).toBeGreaterThan(3);
  for (const { maximum } of waits) expect(maximum).toBeLessThan(120);
});

test('the choice of jobs is made of what the list of jobs answers', () => {
  const { aliases } = (connector.definitions.JobList as Body).properties;
  const lists = JSON.stringify(connector).match(/"value-collection":"aliases"/g) ?? [];
  expect(lists.length).toBe(3);
  expect(Object.keys(aliases.items.properties)).toContain('alias');
});

describe('what the app really answers', () => {
  let clock: VirtualClock;
  ownTime((given) => {
    clock = given;
  });

  test('fits', async () => {
    const world = runWorld({
      clock,
      scenarios: [salesTable, failingNotebook],
      catalog: new Map([['sales', { job: '101' }]]),
    });
    const failing = String(world.workspace.jobs().find(({ name }) => name === 'Failing notebook')?.jobId);
    const seen = [
      await fits('post', '/runs', world.post('runs', { job: 'sales', runNow: { job_parameters: { days: '1' } } })),
      await fits('post', '/runs', world.post('runs', { job: 5, more: 1 })),
      await fits('get', '/jobs', world.get('jobs')),
    ];
    const [started] = seen;
    const id = started?.body.id;
    seen.push(await fits('get', '/links/{token}', world.get(started?.body.statusPath.slice('/api/'.length))));
    await world.ended(id);
    seen.push(await fits('get', '/runs/{id}', world.get(`runs/${id}`)));
    const failed = await world.start({ job: failing });
    await world.ended(failed);
    seen.push(await fits('get', '/runs/{id}', world.get(`runs/${failed}`)));
    seen.push(await fits('get', '/runs', world.get('runs')));
    seen.push(await fits('get', '/jobs/{job}/table', world.get('jobs/sales/table?mode=peek')));
    seen.push(await fits('get', '/jobs/{job}/table', world.get('jobs/sales/table')));
    expect(seen.map(({ status }) => status)).toEqual([202, 400, 200, 202, 200, 424, 200, 200, 202]);
  });

  async function fits(method: string, path: string, asking: Promise<Reply>): Promise<Reply> {
    const reply = await asking;
    const schema = connector.paths[path]?.[method]?.responses[reply.status]?.schema;
    const ajv = new Ajv2020({ strict: false, formats: { 'date-time': true } });
    const whole = JSON.parse(JSON.stringify({ ...schema, definitions: connector.definitions }), nullable);
    const check = ajv.compile(whole);
    check(reply.body);
    expect({ path, errors: check.errors ?? [] }).toEqual({ path, errors: [] });
    return reply;
  }

  const nullable = (_: string, part: Body) =>
    part?.['x-nullable']
      ? { ...part, type: [part.type, 'null'], ...(part.enum && { enum: [...part.enum, null] }) }
      : part;
});

test('is a part of the contract', () => {
  const { paths } = openApiDocument('/api');
  for (const { method, path, parameters } of operations) {
    const known = (paths[path]?.[method as 'get']?.parameters ?? []).map(({ name }) => name);
    expect([...known, 'body']).toEqual(expect.arrayContaining(parameters.map(({ name }) => name)));
  }
});
