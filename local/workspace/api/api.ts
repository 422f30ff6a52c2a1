import type { HttpRequest, HttpResponse } from '../../http';
import { callerOf, type User } from '../access';
import { Refusal } from '../simulation/refusal';
import type { World } from '../simulation/world';
import { Arguments } from './arguments';
import { errorResponse, json, type NotFoundSpelling, noTokenResponse, unknownTokenResponse } from './errors';
import { jobsReadRoutes } from './jobs-read';
import { jobsWriteRoutes } from './jobs-write';
import type { ApiVersion, Place, Routes } from './route';
import { runsActRoutes } from './runs-act';
import { runsReadRoutes } from './runs-read';
import { runsStartRoutes } from './runs-start';

const ROUTES: Routes = {
  ...jobsWriteRoutes,
  ...jobsReadRoutes,
  ...runsStartRoutes,
  ...runsReadRoutes,
  ...runsActRoutes,
};

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
    const action = ROUTES[`${request.method} ${route}`];
    if (!version || !action) throw noSuchEndpoint(request.method, path);
    const user = callerOf(users, request.headers.authorization);
    if (user === 'noToken') return noTokenResponse();
    if (user === 'unknownToken') return unknownTokenResponse();
    return json(200, action({ version, args: Arguments.of(request), user, world, place }));
  } catch (error) {
    const response = errorResponse(error, notFound);
    if (!response) throw error;
    return response;
  }
}

/** A slash at the end does no harm. */
function readPath(whole: string): { version: ApiVersion | undefined; route: string; path: string } {
  const [, version, path = whole] = /^\/api\/(2\.[012])(\/.*)$/.exec(whole) ?? [];
  return { version: version as ApiVersion | undefined, route: path.replace(/^\/|\/+$/g, ''), path };
}

const noSuchEndpoint = (method: string, path: string) =>
  new Refusal('ENDPOINT_NOT_FOUND', `No API found for '${method} ${path.replace(/(.)\/+$/, '$1')}'`);
