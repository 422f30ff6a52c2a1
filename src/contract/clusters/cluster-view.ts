import { z } from 'zod';
import type { Cluster, ClusterEvent, TerminationReason } from '../../domain/cluster';
import { iso, isoOrNull } from '../../domain/iso';
import { nextPageTokenSchema } from '../runs/run-list';

const time = z.iso.datetime();

const terminationReasonSchema = z
  .object({
    code: z.string().nullable().describe('`INACTIVITY`, `SPOT_INSTANCE_TERMINATION` and so on.'),
    type: z.string().nullable().describe('`SUCCESS`, `CLIENT_ERROR`, `CLOUD_FAILURE` or `SERVICE_FAULT`.'),
    parameters: z.record(z.string(), z.string()),
  })
  .describe("Why a cluster has gone, in Databricks' words.");

export const clusterViewSchema = z
  .object({
    id: z.string(),
    name: z.string(),
    state: z
      .string()
      .describe(
        '`PENDING`, `RUNNING`, `RESTARTING`, `RESIZING`, `TERMINATING`, `TERMINATED`, `ERROR` or `UNKNOWN`. There may be more.',
      ),
    stateMessage: z.string().nullable(),
    source: z.string().nullable().describe('Who made it: `UI`, `API`, `JOB` and so on.'),
    creator: z.string().nullable(),
    sparkVersion: z.string().nullable(),
    nodeType: z.string().nullable(),
    workers: z.number().nullable().describe('Without the driver.'),
    autoscale: z.object({ minWorkers: z.number(), maxWorkers: z.number() }).nullable(),
    autoterminationMinutes: z.number().nullable().describe('0: it is not terminated for being idle.'),
    startedAt: time.nullable(),
    terminatedAt: time.nullable(),
    terminationReason: terminationReasonSchema.nullable(),
  })
  .describe('A cluster, without what it is configured with.');

export type ClusterView = z.infer<typeof clusterViewSchema>;

export const clusterListSchema = z
  .object({ clusters: z.array(clusterViewSchema), nextPageToken: nextPageTokenSchema })
  .describe('The clusters of the workspace that this app may see.');

export type ClusterList = z.infer<typeof clusterListSchema>;

const clusterEventSchema = z
  .object({
    at: time,
    type: z.string().describe('`CREATING`, `RUNNING`, `RESIZING`, `NODES_LOST`, `TERMINATING` and so on.'),
    cause: z.string().optional().describe('`AUTOSCALE`, `USER_REQUEST` and so on.'),
    user: z.string().optional(),
    jobRunName: z.string().optional(),
    workers: z.number().optional(),
    targetWorkers: z.number().optional(),
    vcpus: z.number().optional(),
    targetVcpus: z.number().optional(),
    diskBytes: z.number().optional(),
    instanceId: z.string().optional(),
    message: z.string().optional(),
    reason: terminationReasonSchema.optional(),
  })
  .describe('Something that has happened to a cluster. What does not go with it is left out.');

type ClusterEventView = z.infer<typeof clusterEventSchema>;

export const clusterEventListSchema = z
  .object({ events: z.array(clusterEventSchema), nextPageToken: nextPageTokenSchema })
  .describe('A page of the events of a cluster, the latest first unless asked otherwise.');

export type ClusterEventList = z.infer<typeof clusterEventListSchema>;

export const clusterRefSchema = z.object({ id: z.string() }).describe('The cluster that is asked for something.');

export type ClusterRef = z.infer<typeof clusterRefSchema>;

export const clusterView = (cluster: Cluster): ClusterView => ({
  id: cluster.id,
  name: cluster.name,
  state: cluster.state,
  stateMessage: cluster.stateMessage || null,
  source: cluster.source ?? null,
  creator: cluster.creator ?? null,
  sparkVersion: cluster.sparkVersion ?? null,
  nodeType: cluster.nodeType ?? null,
  workers: cluster.workers ?? null,
  autoscale: cluster.autoscale ?? null,
  autoterminationMinutes: cluster.autoterminationMinutes ?? null,
  startedAt: isoOrNull(cluster.startedAt),
  terminatedAt: isoOrNull(cluster.terminatedAt),
  terminationReason: cluster.terminationReason ? reasonView(cluster.terminationReason) : null,
});

export const clusterEventView = ({ at, reason, ...rest }: ClusterEvent): ClusterEventView => ({
  at: iso(at),
  ...rest,
  ...(reason && { reason: reasonView(reason) }),
});

const reasonView = ({ code, type, parameters }: TerminationReason) => ({
  code: code ?? null,
  type: type ?? null,
  parameters,
});
