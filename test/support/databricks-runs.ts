import { DEMO_TOKEN } from '../../local/workspace/access';
import type { Workspace } from '../../local/workspace/workspace';

/** The runs that there really are in a workspace in memory: what was asked for twice may be one. */
export async function databricksRuns({ workspace }: { workspace: Workspace }): Promise<string[]> {
  const { body } = await workspace.handle({
    method: 'GET',
    path: '/api/2.2/jobs/runs/list',
    query: 'limit=26',
    headers: { authorization: `Bearer ${DEMO_TOKEN}` },
    body: Buffer.alloc(0),
  });
  const { runs = [] } = JSON.parse(String(body)) as { runs?: { run_id: number }[] };
  return runs.map(({ run_id }) => String(run_id));
}
