import { join } from 'node:path';

/** Where a host is to be found, and the certificate that it shows. */
export interface Route {
  port: number;
  certificate: string;
}

export type Routes = Readonly<Record<string, Route>>;

const MODULE = join(__dirname, 'host-routes.cjs');

/** From now on, who connects to one of these hosts by https gets to its stand-in. Returns the way back. */
export function routeHosts(routes: Routes): () => void {
  const { addRoutes } = require(MODULE) as { addRoutes(more: Routes): () => void };
  return addRoutes(routes);
}

/** The same for another process, which has to be started with these in its environment. */
export function environmentWithRoutes(routes: Routes): Record<string, string> {
  return { NODE_OPTIONS: `--require=${JSON.stringify(MODULE)}`, TEST_HOST_ROUTES: JSON.stringify(routes) };
}
