import { type HttpRequest, type HttpResponse, originOf } from '../../http';
import { type Door, whoAsks } from '../sign-in/who-asks';
import { Refusal } from '../simulation/refusal';
import { Arguments } from './arguments';
import { clustersActRoutes } from './clusters-act';
import { clustersReadRoutes } from './clusters-read';
import { errorResponse } from './errors';
import { jobsReadRoutes } from './jobs-read';
import { jobsWriteRoutes } from './jobs-write';
import { json } from './json';
import { notificationDestinationsRoutes } from './notification-destinations';
import { permissionsRoutes } from './permissions';
import { pipelinePermissionsRoutes } from './pipelines/pipeline-permissions';
import { pipelinesRoutes } from './pipelines/pipelines';
import { type ApiVersion, type Place, Reply, type Routes } from './route';
import { runsActRoutes } from './runs-act';
import { runsReadRoutes } from './runs-read';
import { runsStartRoutes } from './runs-start';
import { servicePrincipalsRoutes } from './service-principals';
import { statementsRoutes } from './statements';

const JOBS_ROUTES: Routes = {
  ...jobsWriteRoutes,
  ...jobsReadRoutes,
  ...runsStartRoutes,
  ...runsReadRoutes,
  ...runsActRoutes,
};

const ROUTES_OF_2_1: Routes = { ...JOBS_ROUTES, ...clustersReadRoutes, ...clustersActRoutes };

/** What is neither jobs nor clusters has this one version. */
const ROUTES_OF_2_0: Routes = {
  ...ROUTES_OF_2_1,
  ...permissionsRoutes,
  ...servicePrincipalsRoutes,
  ...notificationDestinationsRoutes,
  ...statementsRoutes,
  ...pipelinesRoutes,
  ...pipelinePermissionsRoutes,
};

const ROUTES: Record<ApiVersion, Routes> = { '2.0': ROUTES_OF_2_0, '2.1': ROUTES_OF_2_1, '2.2': JOBS_ROUTES };

export interface Office extends Door {
  place: Place;
}

/** Answers one request as the workspace stands now. */
export function answer(request: HttpRequest, office: Office): HttpResponse {
  try {
    const { version, route, path } = readPath(request.path);
    const { action, targets } = findAction(request.method, version, route);
    if (!version || !action) throw noSuchEndpoint(request.method, path);
    const asking = whoAsks(request, office);
    if ('refusal' in asking) return asking.refusal;
    const { world, place, users } = office;
    const [target = ''] = targets;
    const about = { version, args: Arguments.of(request), target, targets, origin: originOf(request) };
    const reply = action({ ...about, user: asking.value, world, place, users });
    return reply instanceof Reply ? json(reply.status, reply.body, reply.headers) : json(200, reply);
  } catch (error) {
    const response = errorResponse(error, office.settings.notFound);
    if (!response) throw error;
    return response;
  }
}

function findAction(method: string, version: ApiVersion | undefined, route: string) {
  const routes = ROUTES[version ?? '2.2'];
  const exact = routes[`${method} ${route}`];
  if (exact) return { action: exact, targets: [] };
  for (const [pattern, action] of Object.entries(routes)) {
    const targets = pattern.includes('*') ? holesOf(pattern, `${method} ${route}`) : undefined;
    if (targets) return { action, targets };
  }
  return { action: undefined, targets: [] };
}

/** What stands in the place of each *, if the rest is the same. */
function holesOf(pattern: string, asked: string): string[] | undefined {
  const [wanted, given] = [pattern.split('/'), asked.split('/')];
  if (wanted.length !== given.length) return undefined;
  if (!wanted.every((part, index) => part === '*' || part === given[index])) return undefined;
  return given.filter((_part, index) => wanted[index] === '*');
}

/** A slash at the end does no harm. */
function readPath(whole: string): { version: ApiVersion | undefined; route: string; path: string } {
  const [, version, path = whole] = /^\/api\/(2\.[012])(\/.*)$/.exec(whole) ?? [];
  return { version: version as ApiVersion | undefined, route: path.replace(/^\/|\/+$/g, ''), path };
}

const noSuchEndpoint = (method: string, path: string) =>
  new Refusal('ENDPOINT_NOT_FOUND', `No API found for '${method} ${path.replace(/(.)\/+$/, '$1')}'`);
