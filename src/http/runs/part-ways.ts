import { DEFAULT_WORKSPACE } from '../../contract/workspaces/workspace';
import type { App } from '../app';
import { newClaim } from './begin-run';
import { turnKey } from './take-turn';

/**
 * A run that is repaired with other parameters answers no longer for those that it was started with: neither for a table
 * that was asked for with them, nor for a start that would join an equal run.
 */
export async function partWays(id: string, app: App): Promise<void> {
  const row = await app.runs.read(id);
  if (!row) return;
  if (row.tableKey) {
    const claim = await app.claims.read(row.tableKey);
    if (claim?.instanceId === id) await app.claims.replace(row.tableKey, claim, newClaim('', app));
    await app.runs.update(id, { tableKey: '' });
  }
  if (row.jobId === undefined) return;
  const place = turnKey({ workspace: row.workspace ?? DEFAULT_WORKSPACE, jobId: row.jobId, pipelineId: undefined });
  for (;;) {
    const turns = await app.turns.read(place);
    const own = turns?.entries.find(({ instanceId, parametersHash }) => instanceId === id && parametersHash !== '');
    if (!turns || !own) return;
    const entries = turns.entries.map((entry) => (entry === own ? { ...entry, parametersHash: '' } : entry));
    if (await app.turns.write(place, entries, turns.etag)) return;
  }
}
