import { readRoutePattern } from '../../../local/workspace/route-pattern';

test.each([
  ['POST jobs/run-now', 'POST', '/api/2.2/jobs/run-now'],
  ['post jobs/run-now', 'POST', '/api/2.0/jobs/run-now/'],
  ['jobs/runs/get', 'GET', '/api/2.1/jobs/runs/get'],
  ['* /api/2.1/jobs/runs/get', 'GET', '/api/2.1/jobs/runs/get'],
  ['GET sql/statements/*', 'GET', '/api/2.0/sql/statements/01ef'],
  ['GET jobs/**', 'GET', '/api/2.2/jobs/runs/get-output'],
  ['/**', 'DELETE', '/'],
  ['GET /oidc/v1/tok*', 'GET', '/oidc/v1/token'],
])('%s means %s %s', (pattern, method, path) => expect(readRoutePattern(pattern)(method, path)).toBe(true));

test.each([
  ['POST jobs/run-now', 'GET', '/api/2.2/jobs/run-now'],
  ['jobs/runs/get', 'GET', '/api/2.2/jobs/runs/get-output'],
  ['/api/2.1/jobs/get', 'GET', '/api/2x1/jobs/get'],
  ['GET sql/statements/*', 'GET', '/api/2.0/sql/statements/01ef/result/chunks/1'],
  ['jobs/get', 'GET', '/api/2.2/more/jobs/get'],
])('%s does not mean %s %s', (pattern, method, path) => expect(readRoutePattern(pattern)(method, path)).toBe(false));

test.each(['', 'GET a b', '12 jobs/get'])('%j is no route', (pattern) => {
  expect(() => readRoutePattern(pattern)).toThrow('is no route');
});
