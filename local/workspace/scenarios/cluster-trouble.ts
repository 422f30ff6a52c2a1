import { PlatformError } from '../simulation/program';
import { notebookTask } from './notebook-task';
import type { Scenario } from './scenario';

export const clusterTrouble: Scenario = {
  name: 'cluster-trouble',
  about: 'The cluster of its task is lost, so that the task itself ends as an internal error.',
  settings: { name: 'Cluster trouble', tasks: [notebookTask('main', '/Stories/Lost cluster')] },
  programs: {
    '/Stories/Lost cluster': {
      run: () => {
        throw new PlatformError(
          'Cluster 0101-120000-lost was terminated: the cloud provider took it back.',
          'CLUSTER_ERROR',
          'CLOUD_FAILURE',
        );
      },
    },
  },
};
