import { type AppServiceIdentity, startAppServiceIdentity } from './app-service-identity';
import { type Entra, startEntra } from './entra';
import { createIssuer, type Issuer } from './issuer';
import { type KeyVault, startKeyVault } from './key-vault';
import { environmentWithRoutes, type Routes, routeHosts } from './route-hosts';

/** A tenant, the app's own place in Azure, and a vault: all on this machine, under their real names. */
export interface Azure {
  issuer: Issuer;
  entra: Entra;
  identity: AppServiceIdentity;
  vault: KeyVault;
  /** Makes further hosts known: `route({ 'adb-1.2.azuredatabricks.net': { port, certificate } })`. */
  route(routes: Routes): void;
  /** For another process: where to find all of this. */
  environment(): Record<string, string>;
  /** As if all requests had been forgotten, and nothing were out of order any more. */
  calm(): void;
  stop(): Promise<void>;
}

/** `now`: a clock for all of it. That of the packages of Azure is `Date`. */
export async function startAzure({ now = () => Date.now() }: { now?: () => number } = {}): Promise<Azure> {
  const issuer = createIssuer(now);
  const [entra, identity, vault] = await Promise.all([
    startEntra(issuer, { now }),
    startAppServiceIdentity(issuer, { now }),
    startKeyVault(issuer, { now }),
  ]);
  let routes: Routes = {};
  const waysBack: (() => void)[] = [];
  const route = (more: Routes) => {
    routes = { ...routes, ...more };
    waysBack.push(routeHosts(more));
  };
  route({ ...entra.routes, ...vault.routes });
  const all = [entra, identity, vault];
  return {
    issuer,
    entra,
    identity,
    vault,
    route,
    environment: () => ({ ...identity.environment, ...environmentWithRoutes(routes) }),
    calm() {
      for (const { requests, faults } of all) {
        requests.clear();
        faults.clear();
      }
    },
    async stop() {
      for (const goBack of waysBack) goBack();
      await Promise.all(all.map((standIn) => standIn.stop()));
    },
  };
}
