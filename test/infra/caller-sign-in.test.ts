import { readSources } from '../support/sources';
import { children, unquoted, valueAt } from './support/bicep';
import { type Infra, readInfra } from './support/infra';

let infra: Infra;
beforeAll(async () => {
  infra = await readInfra();
});

describe('sign-in of callers with Entra', () => {
  const isOpen = (route: string) => {
    const node = valueAt(
      infra.body('modules/function-app.bicep', 'callerSignIn'),
      'properties.globalValidation.excludedPaths',
    );
    const open = node ? children(node).map(({ text }) => unquoted(text)) : [];
    return open.some((path) => (path.endsWith('*') ? route.startsWith(path.slice(0, -1)) : route === path));
  };

  test.each(['/api/links/abc', '/api/notifications/databricks', '/api/health'])('leaves %s open', (route) =>
    expect(isOpen(route)).toBe(true),
  );

  test.each(['/api/health/details', '/api/runs', '/api/jobs/sales/table', '/runtime/webhooks/durabletask/instances/a'])(
    'guards %s',
    (route) => expect(isOpen(route)).toBe(false),
  );

  test('leaves open what asks for no function key, and nothing else', () => {
    const registered = [...readSources('functions')].map(([path, text]) => ({
      path,
      route: /route: '([^']+)'/.exec(text)?.[1],
      isAnonymous: /authLevel: 'anonymous'/.test(text),
    }));
    const routes = registered.filter(({ route }) => route !== undefined);
    expect(routes.map(({ path }) => path)).toContain('functions/health.ts');
    expect(routes.filter(({ route, isAnonymous }) => isOpen(`/api/${route}`) !== isAnonymous)).toEqual([]);
  });

  test('keeps no tokens, and sends nobody to a page', () => {
    const { text = '' } = infra.body('modules/function-app.bicep', 'callerSignIn') ?? {};
    expect(text).toContain("unauthenticatedClientAction: 'Return401'");
    expect(text).toContain('tokenStore: { enabled: false }');
  });
});
