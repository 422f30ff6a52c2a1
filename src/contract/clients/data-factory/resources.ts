import type { ArmResource } from './arm';
import type { Pipeline } from './pipeline';

const API_VERSION = '2018-06-01';
const TYPES = {
  linkedService: 'Microsoft.DataFactory/factories/linkedServices',
  pipeline: 'Microsoft.DataFactory/factories/pipelines',
} as const;

export interface LinkedService {
  name: string;
  /** The linked services that it refers to. */
  needs?: readonly string[];
  properties: object;
}

const idOf = (linkedService: string) =>
  `[resourceId('${TYPES.linkedService}', parameters('factoryName'), '${linkedService}')]`;

const resource = (type: string, name: string, needs: readonly string[], properties: object): ArmResource => ({
  type,
  apiVersion: API_VERSION,
  name: `[concat(parameters('factoryName'), '/${name}')]`,
  dependsOn: needs.map(idOf),
  properties,
});

export const linkedServiceResource = ({ name, needs = [], properties }: LinkedService): ArmResource =>
  resource(TYPES.linkedService, name, needs, properties);

export const pipelineResource = ({ name, needs = [], ...properties }: Pipeline, folder: string): ArmResource =>
  resource(TYPES.pipeline, name, needs, {
    ...properties,
    annotations: ['databricks-job-runner'],
    folder: { name: folder },
  });

export const linkedServiceReference = (referenceName: string) => ({ referenceName, type: 'LinkedServiceReference' });
