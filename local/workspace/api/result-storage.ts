import type { HttpRequest, HttpResponse } from '../../http';
import { STORAGE_PATH, signature } from '../simulation/statements/links';
import type { ResultRow } from '../simulation/statements/query';
import type { Statement } from '../simulation/statements/statement';
import type { World } from '../simulation/world';

/** The storage that external links lead to. Who knows a link needs nothing else, and must not show anything else. */
export function answerStorage({ method, path, query, headers }: HttpRequest, world: World): HttpResponse | undefined {
  if (!path.startsWith(STORAGE_PATH)) return undefined;
  if (method !== 'GET') return refused(405, 'UnsupportedHttpVerb');
  if (headers.authorization !== undefined) return refused(400, 'InvalidAuthenticationInfo');
  const name = path.slice(STORAGE_PATH.length);
  const fields = new URLSearchParams(query);
  const expiresAt = Number(fields.get('se'));
  const isOurs = fields.get('sig') === signature(world, name, expiresAt);
  if (!isOurs || world.timeline.now >= expiresAt) return refused(403, 'AuthenticationFailed');
  const [id = '', index = ''] = name.split('/');
  const statement = world.statements.get(id);
  const chunk = statement?.result?.chunks[Number(index)];
  if (!statement || !chunk) return refused(404, 'BlobNotFound');
  return statement.format === 'CSV'
    ? { status: 200, headers: { 'content-type': 'text/csv' }, body: csv(statement, chunk.rows) }
    : { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(chunk.rows) };
}

const refused = (status: number, code: string): HttpResponse => ({
  status,
  headers: { 'content-type': 'application/xml', 'x-ms-error-code': code },
  body: `<?xml version="1.0" encoding="utf-8"?><Error><Code>${code}</Code></Error>`,
});

/** A null is an empty field. */
function csv({ result }: Statement, rows: readonly ResultRow[]): string {
  const header = result?.columns.map(({ name }) => name) ?? [];
  return [header, ...rows].map((row) => `${row.map(field).join(',')}\n`).join('');
}

const field = (cell: string | null) =>
  cell === null ? '' : /[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
