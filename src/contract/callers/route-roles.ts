import type { Role } from './caller';

/**
 * What a caller that signs in needs for each function that answers requests: all of these roles. `anyone`: there is no
 * caller, whatever a request says of it.
 */
export const ROUTE_ROLES: Readonly<Record<string, readonly Role[] | 'anyone'>> = {
  startRun: ['Runs.Start'],
  showRun: ['Runs.Read'],
  showOutput: ['Runs.Read'],
  explainRun: ['Runs.Read'],
  listRuns: ['Runs.Read'],
  cancelRun: ['Runs.Cancel', 'Runs.Read'], // the answer shows the run, with links to it
  repairRun: ['Runs.Start', 'Runs.Read'],
  runTable: ['Runs.Read'], // and Runs.Start, unless it only reads
  listJobs: ['Jobs.Read'],
  showJob: ['Jobs.Read'],
  listJobRuns: ['Jobs.Read'],
  createJob: ['Jobs.Write'],
  updateJob: ['Jobs.Write'],
  deleteJob: ['Jobs.Write'],
  listClusters: ['Jobs.Read'],
  showCluster: ['Jobs.Read'],
  startCluster: ['Jobs.Write'],
  terminateCluster: ['Jobs.Write'],
  listClusterEvents: ['Jobs.Read'],
  askClusterEvents: ['Jobs.Read'],
  showDataFactory: ['Jobs.Read'],
  showPowerQuery: ['Jobs.Read'],
  showOpenApi: [],
  healthDetails: ['Jobs.Read', 'Runs.Read'], // it names both
  health: 'anyone',
  receiveNotification: 'anyone', // who shows the credentials of the settings
  openLink: 'anyone', // a link is a right of its own
};
