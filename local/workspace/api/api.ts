import type { HttpRequest, HttpResponse } from '../../http';
import { callerOf, type User } from '../access';
import { Refusal } from '../simulation/refusal';
import type { World } from '../simulation/world';
import { Arguments } from './arguments';
import {
  errorResponse,
  json,
  type NotFoundSpelling,
  noTokenResponse,
  strangerResponse,
  unknownTokenResponse,
} from './errors';
import { jobsReadRoutes } from './jobs-read';
import { jobsWriteRoutes } from './jobs-write';
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

export interface Office {
  world: World;
  place: Place;
  users: readonly User[];
  notFound: NotFoundSpelling;
}

/** Answers one request as the workspace stands now. */
export function answer(request: HttpRequest, { world, place, users, notFound }: Office): HttpResponse {
  try {
    const { version, route, path } = readPath(request.path);
    const { action, target } = findAction(request.method, version, route);
    if (!version || !action) throw noSuchEndpoint(request.method, path);
    const user = callerOf(users, request.headers.authorization);
    if (user === 'noToken') return noTokenResponse();
    if (user === 'unknownToken') return unknownTokenResponse();
    if (isStranger(user, world)) return strangerResponse(request.path);
    const reply = action({ version, args: Arguments.of(request), user, world, place, users, target });
    return reply instanceof Reply ? json(reply.status, reply.body, reply.headers) : json(200, reply);
  } catch (error) {
    const response = errorResponse(error, notFound);
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

function isStranger({ name, servicePrincipal = false }: User, world: World): boolean {
  return servicePrincipal && ![...world.servicePrincipals.values()].some((known) => known.applicationId === name);
}

/** A slash at the end does no harm. */
function readPath(whole: string): { version: ApiVersion | undefined; route: string; path: string } {
  const [, version, path = whole] = /^\/api\/(2\.[012])(\/.*)$/.exec(whole) ?? [];
  return { version: version as ApiVersion | undefined, route: path.replace(/^\/|\/+$/g, ''), path };
}

const noSuchEndpoint = (method: string, path: string) =>
  new Refusal('ENDPOINT_NOT_FOUND', `No API found for '${method} ${path.replace(/(.)\/+$/, '$1')}'`);
