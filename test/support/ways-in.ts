import { registry } from './functions-core';
import { loadFunctions } from './run-world';

export interface WayIn {
  name: string;
  method: string;
  /** With its parameters in braces, and without what stands before all routes. */
  route: string;
  authLevel: string;
}

/** Whatever the app answers by HTTP, as it registers itself. */
export function waysIn(): WayIn[] {
  loadFunctions();
  return [...registry.functions.values()].flatMap(({ name, bindings }) =>
    Object.values(bindings).flatMap(({ type, methods, route, authLevel }) =>
      type === 'httpTrigger'
        ? (methods as string[]).map((method) => ({ name, method, route: String(route), authLevel: String(authLevel) }))
        : [],
    ),
  );
}

/** Those that are not open to everyone, about the job 101 or a run that there is not. */
export function closedPaths(): (readonly [method: string, path: string])[] {
  const closed = waysIn().filter(({ authLevel }) => authLevel !== 'anonymous');
  return closed.map(({ method, route }) => [method, `/api/${route.replace('{job}', '101').replace('{id}', 'x')}`]);
}
