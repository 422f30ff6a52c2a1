import type { Notification } from './simulation/notifications/notify';

/** A request that the workspace makes. */
export interface Webhook {
  url: string;
  headers: Record<string, string>;
  body: string;
}

/** Sends it. What goes wrong is lost: nobody has promised to try again. */
export type Deliver = (webhook: Webhook) => Promise<void>;

/** Ids are texts here, and how the run ended is left to be asked for. */
export function toWebhook({ destination, event, run }: Notification, workspaceId: string): Webhook {
  const { url, username, password } = destination;
  const basic = Buffer.from(`${username ?? ''}:${password ?? ''}`).toString('base64');
  return {
    url,
    headers: {
      'content-type': 'application/json',
      ...((username !== undefined || password !== undefined) && { authorization: `Basic ${basic}` }),
    },
    body: JSON.stringify({
      event_type: `jobs.${event}`,
      workspace_id: workspaceId,
      run: { run_id: String(run.runId) },
      job: { job_id: String(run.jobId), name: run.settings.name },
    }),
  };
}
