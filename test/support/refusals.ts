import { PROBLEMS, type ProblemCode } from '../../src/contract/codes';
import type { CatalogEntry } from '../../src/contract/jobs/catalog';
import { type Reply, runWorld, type WorldOptions } from './run-world';

/** Stands wherever a caller may have put a secret. */
export const SECRET = 'canary-7f3a';

/** A world that tells what a request has touched: the orchestrations, the storage, Databricks or a callback. */
export function watchedWorld(options: WorldOptions) {
  const world = runWorld(options);
  const uses: string[] = [];
  for (const part of ['instances', 'runs', 'claims', 'outputs'] as const) {
    Object.assign(world.app, { [part]: noting(world.app[part], (method) => uses.push(`${part}.${method}`)) });
  }
  const touched = () => [...uses, ...world.asked(), ...world.callbacks.map(({ headers }) => `call ${headers.host}`)];
  return { ...world, touched };
}

/** The same thing, but each use of it is noted. */
function noting<T extends object>(thing: T, note: (method: string) => void): T {
  return new Proxy(thing, {
    get(target, name) {
      note(String(name));
      return Reflect.get(target, name);
    },
  });
}

/** A short problem with a documented code, which holds neither a stack nor what may be a secret. */
export function expectProblem(reply: Reply, status: number, code: ProblemCode, field?: string): void {
  expect([reply.status, reply.body?.code, reply.body?.detail]).toEqual([status, code, expect.any(String)]);
  expect(PROBLEMS[code].statuses).toContain(status);
  expect(reply.headers['content-type']).toBe('application/problem+json');
  expect(reply.body).toMatchObject({ type: `urn:databricks-job-runner:${code}`, status });
  expect(reply.headers['x-correlation-id']).toMatch(/./);
  if (field !== undefined) {
    expect((reply.body.errors ?? []).map((error: { field: string }) => error.field)).toContain(field);
    expect(reply.body.detail).toContain(field);
  }
  expect(reply.text.length).toBeLessThan(20_000);
  expect(reply.text).not.toContain(SECRET);
  expect(reply.text).not.toMatch(/\bat .+:\d+:\d+|node_modules|ZodError/);
}

/** An alias that allows some of its parameters, and one that brings many. */
export const SMALL_CATALOG: ReadonlyMap<string, CatalogEntry> = new Map<string, CatalogEntry>([
  ['sales', { job: '101', allowedParameters: ['region'], defaults: { job_parameters: { region: 'ALL' } } }],
  ['notes', { job: '101', defaults: { notebook_params: { text: 'x'.repeat(6_000) } } }],
]);
