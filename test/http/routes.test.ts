import { registry } from '../support/functions-core';
import { waysIn } from '../support/ways-in';

const routes = waysIn().map(({ method, route, authLevel, name }) => `${method} ${route} ${authLevel} ${name}`);

test('these are the ways in, and what each of them asks for', () => {
  expect(routes.sort()).toEqual(
    [
      'GET clusters function listClusters',
      'GET clusters/{id} function showCluster',
      'POST clusters/{id}/start function startCluster',
      'POST clusters/{id}/terminate function terminateCluster',
      'GET clusters/{id}/events function listClusterEvents',
      'POST clusters/{id}/events function askClusterEvents',
      'GET health anonymous health',
      'GET health/details function healthDetails',
      'GET jobs function listJobs',
      'POST jobs function createJob',
      'GET jobs/{job} function showJob',
      'PATCH jobs/{job} function updateJob',
      'DELETE jobs/{job} function deleteJob',
      'GET jobs/{job}/runs function listJobRuns',
      'GET jobs/{job}/data-factory function showDataFactory',
      'GET jobs/{job}/power-query function showPowerQuery',
      'GET jobs/{job}/table function runTable',
      'GET links/{token} anonymous openLink',
      'GET openapi.json function showOpenApi',
      'GET runs function listRuns',
      'GET runs/{id} function showRun',
      'GET runs/{id}/explain function explainRun',
      'GET runs/{id}/output function showOutput',
      'POST notifications/databricks anonymous receiveNotification',
      'POST runs function startRun',
      'POST runs/{id}/cancel function cancelRun',
      'POST runs/{id}/repair function repairRun',
    ].sort(),
  );
});

test('nothing else can be called from outside', () => {
  const types = [...registry.functions.values()].flatMap(({ bindings }) =>
    Object.values(bindings).flatMap(({ type }) => (/Trigger$/.test(type) ? [type] : [])),
  );
  const own = ['httpTrigger', 'activityTrigger', 'orchestrationTrigger', 'timerTrigger'];
  expect(types.filter((type) => !own.includes(type))).toEqual([]);
});
