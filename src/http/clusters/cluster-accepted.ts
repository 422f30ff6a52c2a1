import type { HttpResponseInit } from '@azure/functions';
import type { ClusterRef } from '../../contract/clusters/cluster-view';
import { addressIn } from '../address-in';
import type { App } from '../app';
import type { ClusterAsked } from './cluster-in-path';

/** A cluster takes minutes. */
const RETRY_SECONDS = 30;

/** Databricks has been asked for it; how far it is can be seen at the address. */
export function clusterAskedFor({ id, workspace }: ClusterAsked, app: App): HttpResponseInit {
  const body: ClusterRef = { id };
  const location = addressIn(workspace, `clusters/${id}`, app);
  return { status: 202, headers: { location, 'retry-after': String(RETRY_SECONDS) }, jsonBody: body };
}
