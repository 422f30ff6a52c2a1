import { z } from 'zod';
import type { Cluster, ClusterEvent, TerminationReason } from '../../domain/cluster';
import { oneLine } from '../../domain/texts/one-line';

// What a cluster is configured with is not named here, and so never leaves this file: people put secrets into it.

/** What is of another kind than it has always been is left out; the rest is worth having all the same. */
const text = z.string().optional().catch(undefined);
const line = z.string().transform(oneLine).optional().catch(undefined);
const count = z.number().nonnegative().optional().catch(undefined);
const time = z.number().positive().optional().catch(undefined);

const reason = z
  .looseObject({ code: text, type: text, parameters: z.record(z.string(), z.unknown()).optional().catch(undefined) })
  .transform(({ code, type, parameters = {} }): TerminationReason => ({ code, type, parameters: texts(parameters) }))
  .optional()
  .catch(undefined);

const texts = (values: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(
    Object.entries(values).flatMap(([name, value]) => (typeof value === 'string' ? [[name, oneLine(value)]] : [])),
  );

export const clusterSchema = z
  .looseObject({
    cluster_id: z.string().min(1),
    cluster_name: text,
    state: z.string().catch('UNKNOWN'),
    state_message: line,
    cluster_source: text,
    creator_user_name: text,
    spark_version: text,
    node_type_id: text,
    num_workers: count,
    autoscale: z.looseObject({ min_workers: z.number(), max_workers: z.number() }).optional().catch(undefined),
    autotermination_minutes: count,
    start_time: time,
    terminated_time: time,
    termination_reason: reason,
  })
  .transform(
    ({ autoscale, ...told }): Cluster => ({
      id: told.cluster_id,
      name: told.cluster_name ?? '',
      state: told.state,
      stateMessage: told.state_message ?? '',
      source: told.cluster_source,
      creator: told.creator_user_name,
      sparkVersion: told.spark_version,
      nodeType: told.node_type_id,
      workers: told.num_workers,
      autoscale: autoscale && { minWorkers: autoscale.min_workers, maxWorkers: autoscale.max_workers },
      autoterminationMinutes: told.autotermination_minutes,
      startedAt: told.start_time,
      terminatedAt: told.terminated_time,
      terminationReason: told.termination_reason,
    }),
  );

/** Without `clusters` if there are none. An empty token is none. */
export const clusterListSchema = z
  .looseObject({ clusters: z.array(clusterSchema).optional(), next_page_token: z.string().optional() })
  .transform(({ clusters = [], next_page_token: next }) => ({ clusters, ...(next && { nextPageToken: next }) }));

const detailsSchema = z.looseObject({
  reason,
  cause: text,
  user: text,
  job_run_name: text,
  current_num_workers: count,
  target_num_workers: count,
  current_num_vcpus: count,
  target_num_vcpus: count,
  disk_size: count,
  instance_id: text,
  driver_state_message: line,
  did_not_expand_reason: line,
});

const eventSchema = z
  .looseObject({ timestamp: z.number(), type: z.string().catch('UNKNOWN'), details: detailsSchema.catch({}) })
  .partial({ details: true })
  .transform(
    ({ timestamp, type, details = {} }): ClusterEvent => ({
      at: timestamp,
      type,
      reason: details.reason,
      cause: details.cause,
      user: details.user,
      jobRunName: details.job_run_name,
      workers: details.current_num_workers,
      targetWorkers: details.target_num_workers,
      vcpus: details.current_num_vcpus,
      targetVcpus: details.target_num_vcpus,
      diskBytes: details.disk_size,
      instanceId: details.instance_id,
      message: details.driver_state_message ?? details.did_not_expand_reason,
    }),
  );

export const clusterEventsSchema = z
  .looseObject({ events: z.array(eventSchema).optional(), next_page_token: z.string().optional() })
  .transform(({ events = [], next_page_token: next }) => ({ events, ...(next && { nextPageToken: next }) }));
