import type { DatabricksChanged } from '../contract/log-events';
import type { App } from './app';

/** Databricks knows this app only: who has asked it stands in the log. */
export function noteChange(
  change: DatabricksChanged['change'],
  id: string,
  workspace: { alias: string },
  { log, correlationId, caller: { applicationId } }: App,
): void {
  const caller = applicationId && { caller: applicationId };
  log({
    event: 'databricksChanged',
    level: 'information',
    correlationId,
    change,
    id,
    workspace: workspace.alias,
    ...caller,
  });
}
