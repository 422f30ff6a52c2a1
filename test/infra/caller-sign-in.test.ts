import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROLES } from '../../src/contract/callers/caller';
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

describe('the app roles', () => {
  const roles: Record<string, unknown>[] = JSON.parse(
    readFileSync(join(__dirname, '../../infra/app-roles.json'), 'utf8'),
  );

  test('are those that the app asks for', () => expect(roles.map(({ value }) => value)).toEqual(ROLES));

  test('can be given to applications, managed identities among them, and to people', () => {
    for (const { id, displayName, description, allowedMemberTypes, isEnabled } of roles) {
      expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
      expect([displayName, description]).toEqual([expect.any(String), expect.any(String)]);
      expect({ allowedMemberTypes, isEnabled }).toEqual({
        allowedMemberTypes: ['Application', 'User'],
        isEnabled: true,
      });
    }
    expect(new Set(roles.map(({ id }) => id)).size).toBe(roles.length);
  });
});
