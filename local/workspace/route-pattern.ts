import { AskedWrongly } from './asked-wrongly';

/** Which requests are meant: the method, and the path with its holes. */
export type RouteMatcher = (method: string, path: string) => boolean;

/**
 * Reads `POST jobs/run-now`, `GET /api/2.1/jobs/*`, `* /api/**`, `runs/get`. No method, or `*`, is any. `*` stands for
 * what is in one part of the path, `**` for any number of parts. A pattern without a leading slash is a path below any
 * version of the API.
 */
export function readRoutePattern(pattern: string): RouteMatcher {
  const [, method = '*', path] = /^(?:([A-Za-z]+|\*)\s+)?(\S+)$/.exec(pattern.trim()) ?? [];
  if (path === undefined)
    throw new AskedWrongly(`"${pattern}" is no route: write a method and a path, as in POST jobs/run-now`);
  const full = path.startsWith('/') ? path : `/api/*/${path}`;
  const expression = new RegExp(`^${withoutEndingSlash(full).split('**').map(oneLevel).join('.*')}$`);
  return (asked, askedPath) =>
    (method === '*' || method.toUpperCase() === asked) && expression.test(withoutEndingSlash(askedPath));
}

function oneLevel(text: string): string {
  return text.split('*').map(literally).join('[^/]*');
}

function withoutEndingSlash(path: string): string {
  return path.length > 1 ? path.replace(/\/+$/, '') : path;
}

function literally(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
