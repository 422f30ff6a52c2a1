import { z } from 'zod';
import { clusterEventsRequestSchema } from '../clusters/cluster-events-request';
import {
  clusterEventListSchema,
  clusterListSchema,
  clusterRefSchema,
  clusterViewSchema,
} from '../clusters/cluster-view';
import { jobChangeSchema, jobRefSchema, newJobSchema } from '../jobs/job-change';
import { runNowSchema } from '../jobs/job-parameters';
import { jobRunListSchema } from '../jobs/job-run-list';
import { jobListSchema, jobViewSchema } from '../jobs/job-view';
import { notificationSchema } from '../notifications/notification';
import { fieldProblemSchema, problemSchema } from '../problem';
import { earlierTrySchema } from '../runs/earlier-try';
import { explanationSchema } from '../runs/explanation';
import { failureClassSchema, failureSchema } from '../runs/failure';
import { repairRequestSchema } from '../runs/request/repair-request';
import { bareRunNowSchema, startRequestSchema } from '../runs/request/start-request';
import { runListSchema } from '../runs/run-list';
import { outcomeSchema, runFactsSchema } from '../runs/run-result';
import { runViewSchema } from '../runs/run-view';
import { startedRunSchema } from '../runs/started-run';
import { healthSchema, selfCheckSchema } from '../self-check';
import { columnSchema, nextRequestSchema, tableRowsSchema, tableRunSchema } from '../table/table-answers';
import type { Schema } from './types';

/** The schemas that have a name in the document. Where one is a part of another, it is referred to. */
const COMPONENTS = {
  RunRequest: startRequestSchema,
  RepairRequest: repairRequestSchema,
  EarlierTry: earlierTrySchema,
  RunNow: runNowSchema,
  BareRunNow: bareRunNowSchema,
  Run: runViewSchema,
  StartedRun: startedRunSchema,
  DatabricksRun: runFactsSchema,
  Outcome: outcomeSchema,
  Failure: failureSchema,
  FailureClass: failureClassSchema,
  Explanation: explanationSchema,
  RunList: runListSchema,
  TableRows: tableRowsSchema,
  TableRun: tableRunSchema,
  NextRequest: nextRequestSchema,
  Column: columnSchema,
  JobList: jobListSchema,
  Job: jobViewSchema,
  JobRunList: jobRunListSchema,
  NewJob: newJobSchema,
  JobChange: jobChangeSchema,
  JobRef: jobRefSchema,
  Cluster: clusterViewSchema,
  ClusterList: clusterListSchema,
  ClusterRef: clusterRefSchema,
  ClusterEventList: clusterEventListSchema,
  ClusterEventsRequest: clusterEventsRequestSchema,
  Notification: notificationSchema,
  Problem: problemSchema,
  FieldProblem: fieldProblemSchema,
  Health: healthSchema,
  SelfCheck: selfCheckSchema,
} as const;

export type ComponentName = keyof typeof COMPONENTS;

const addressOf = (name: string) => `#/components/schemas/${name}`;

export const ref = (name: ComponentName): Schema => ({ $ref: addressOf(name) });

/**
 * As they are sent: a request before it is read, and an answer to which a later version of the app may add fields. So
 * only requests refuse what they don't know.
 */
export function componentSchemas(): Record<string, Schema> {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(COMPONENTS)) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, { io: 'input', uri: addressOf, override: makeReadable });
  return Object.fromEntries(Object.entries(schemas).map(([name, { $schema, $id, ...schema }]) => [name, schema]));
}

/** Without what says in many signs what another word says already. */
function makeReadable({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void {
  if (jsonSchema.format === 'date-time') delete jsonSchema.pattern;
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
  if (jsonSchema.propertyNames && Object.keys(jsonSchema.propertyNames).join() === 'type') {
    delete jsonSchema.propertyNames;
  }
  // Nothing else is allowed beside what stands here.
  for (const [name, field] of Object.entries(jsonSchema.properties ?? {})) {
    if (typeof field === 'object' && field.not) delete jsonSchema.properties?.[name];
  }
}
