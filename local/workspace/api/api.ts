import type { HttpRequest, HttpResponse } from '../../http';
import { type Door, whoAsks } from '../sign-in/who-asks';
import { Refusal } from '../simulation/refusal';
import { Arguments } from './arguments';
import { errorResponse } from './errors';
import { jobsReadRoutes } from './jobs-read';
import { jobsWriteRoutes } from './jobs-write';
import { json } from './json';
import { permissionsRoutes } from './permissions';
import { type ApiVersion, type Place, Reply, type Routes } from './route';
import { runsActRoutes } from './runs-act';
import { runsReadRoutes } from './runs-read';
import { runsStartRoutes } from './runs-start';
import { servicePrincipalsRoutes } from './service-principals';

const JOBS_ROUTES: Routes = {
  ...jobsWriteRoutes,
  ...jobsReadRoutes,
  ...runsStartRoutes,
  ...runsReadRoutes,
  ...runsActRoutes,
};

/** What is not jobs has this one version. */
const ROUTES_OF_2_0: Routes = { ...JOBS_ROUTES, ...permissionsRoutes, ...servicePrincipalsRoutes };

export interface Office extends Door {
  place: Place;
}

/** Answers one request as the workspace stands now. */
export function answer(request: HttpRequest, office: Office): HttpResponse {
  try {
    const { version, route, path } = readPath(request.path);
    const { action, target } = findAction(request.method, version, route);
    if (!version || !action) throw noSuchEndpoint(request.method, path);
    const asking = whoAsks(request, office);
    if ('refusal' in asking) return asking.refusal;
    const { world, place, users } = office;
    const reply = action({ version, args: Arguments.of(request), user: asking.value, world, place, users, target });
    return reply instanceof Reply ? json(reply.status, reply.body, reply.headers) : json(200, reply);
  } catch (error) {
    const response = errorResponse(error, office.settings.notFound);
    if (!response) throw error;
    return response;
  }
}

function findAction(method: string, version: ApiVersion | undefined, route: string) {
  const routes = version === '2.0' ? ROUTES_OF_2_0 : JOBS_ROUTES;
  const end = route.lastIndexOf('/') + 1;
  const action = routes[`${method} ${route}`] ?? routes[`${method} ${route.slice(0, end)}*`];
  return { action, target: route.slice(end) };
}

/** A slash at the end does no harm. */
function readPath(whole: string): { version: ApiVersion | undefined; route: string; path: string } {
  const [, version, path = whole] = /^\/api\/(2\.[012])(\/.*)$/.exec(whole) ?? [];
  return { version: version as ApiVersion | undefined, route: path.replace(/^\/|\/+$/g, ''), path };
}

const noSuchEndpoint = (method: string, path: string) =>
  new Refusal('ENDPOINT_NOT_FOUND', `No API found for '${method} ${path.replace(/(.)\/+$/, '$1')}'`);
