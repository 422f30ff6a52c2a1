import { ref } from '../components';
import { CLUSTER_STATES, CORRELATION_ID, EVENT_FILTER, inPath, pageOf, WORKSPACE } from '../parameters';
import { answer, BODY_PROBLEMS, DATABRICKS_SAYS, guarded, json, problems } from '../responses';
import type { Paths } from '../types';

const CLUSTER = inPath('id', 'The id of a cluster.', '0923-164208-meows279');

const PROBLEMS = { ...guarded('jobNotAllowed'), ...problems('queryInvalid', 'clusterInvalid', ...DATABRICKS_SAYS) };
const OF_CHANGES = guarded('jobNotAllowed', 'changeNotAllowed');
const ASKED_FOR = answer(
  'Databricks was asked for it. The cluster can be seen at `Location`.',
  json(ref('ClusterRef')),
  'location',
  'retry-after',
);
const EVENTS = answer('A page of events.', json(ref('ClusterEventList')));

export const CLUSTER_PATHS: Paths = {
  '/clusters': {
    get: {
      operationId: 'listClusters',
      tags: ['Clusters'],
      summary: 'List the clusters of the workspace',
      parameters: [CLUSTER_STATES, WORKSPACE, ...pageOf(100, 25), CORRELATION_ID],
      responses: {
        200: answer('A page of clusters.', json(ref('ClusterList'))),
        ...guarded('jobNotAllowed'),
        ...problems('queryInvalid', ...DATABRICKS_SAYS),
      },
    },
  },
  '/clusters/{id}': {
    get: {
      operationId: 'showCluster',
      tags: ['Clusters'],
      summary: 'See how a cluster stands',
      parameters: [CLUSTER, WORKSPACE, CORRELATION_ID],
      responses: { 200: answer('The cluster.', json(ref('Cluster'))), ...PROBLEMS },
    },
  },
  '/clusters/{id}/start': {
    post: {
      operationId: 'startCluster',
      tags: ['Clusters'],
      summary: 'Start a cluster that is terminated',
      description: 'Only where `ALLOW_CHANGES` has `clusters`. The cluster of a run can not be started again.',
      parameters: [CLUSTER, WORKSPACE, CORRELATION_ID],
      responses: {
        200: answer('It runs already.', json(ref('Cluster'))),
        202: ASKED_FOR,
        ...OF_CHANGES,
        ...problems('queryInvalid', 'clusterInvalid', 'clusterEnding', ...DATABRICKS_SAYS),
      },
    },
  },
  '/clusters/{id}/terminate': {
    post: {
      operationId: 'terminateCluster',
      tags: ['Clusters'],
      summary: 'Terminate a cluster',
      description: 'Only where `ALLOW_CHANGES` has `clusters`. What runs on it fails. It can be started again.',
      parameters: [CLUSTER, WORKSPACE, CORRELATION_ID],
      responses: {
        202: ASKED_FOR,
        ...OF_CHANGES,
        ...problems('queryInvalid', 'clusterInvalid', ...DATABRICKS_SAYS),
      },
    },
  },
  '/clusters/{id}/events': {
    get: {
      operationId: 'listClusterEvents',
      tags: ['Clusters'],
      summary: 'List what has happened to a cluster',
      parameters: [CLUSTER, ...EVENT_FILTER, WORKSPACE, ...pageOf(500, 50), CORRELATION_ID],
      responses: { 200: EVENTS, ...PROBLEMS },
    },
    post: {
      operationId: 'askClusterEvents',
      tags: ['Clusters'],
      summary: 'List what has happened to a cluster, asked for as Databricks is',
      parameters: [CLUSTER, WORKSPACE, CORRELATION_ID],
      requestBody: { required: true, description: "Databricks' own.", content: json(ref('ClusterEventsRequest')) },
      responses: {
        200: EVENTS,
        ...guarded('jobNotAllowed'),
        ...problems('queryInvalid', 'clusterInvalid', ...BODY_PROBLEMS, ...DATABRICKS_SAYS),
      },
    },
  },
};
