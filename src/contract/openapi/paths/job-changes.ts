import { ref } from '../components';
import { CORRELATION_ID, inPath, JOB_RUN_FILTER, pageOf, WORKSPACE } from '../parameters';
import { answer, BODY_PROBLEMS, guarded, json, problems } from '../responses';
import type { Operation } from '../types';

const JOB = inPath('job', 'An alias of the catalog, or the id of a job.', '123');
const REFUSED = [{ code: 'databricksRefused', status: 502 }, 'databricksUnavailable'] as const;
const NOT_THERE = { code: 'databricksNotFound', status: 404 } as const;

export const CREATE_JOB: Operation = {
  operationId: 'createJob',
  tags: ['Jobs'],
  summary: 'Create a job',
  description: 'Only where `ALLOW_CHANGES` has `jobs`. Sent twice, it creates two jobs.',
  parameters: [WORKSPACE, CORRELATION_ID],
  requestBody: { required: true, description: "Databricks' own.", content: json(ref('NewJob')) },
  responses: {
    201: answer('The job was created.', json(ref('JobRef')), 'location'),
    ...guarded('jobNotAllowed', 'changeNotAllowed'),
    ...problems('queryInvalid', ...BODY_PROBLEMS, NOT_THERE, 'changeUnconfirmed', ...REFUSED),
  },
};

export const UPDATE_JOB: Operation = {
  operationId: 'updateJob',
  tags: ['Jobs'],
  summary: 'Change a job',
  description: 'Only where `ALLOW_CHANGES` has `jobs`.',
  parameters: [JOB, WORKSPACE, CORRELATION_ID],
  requestBody: { required: true, description: "Databricks' own.", content: json(ref('JobChange')) },
  responses: {
    200: answer('The job was changed.', json(ref('JobRef'))),
    ...guarded('jobNotAllowed', 'changeNotAllowed'),
    ...problems('queryInvalid', 'jobInvalid', ...BODY_PROBLEMS, NOT_THERE, ...REFUSED),
  },
};

export const DELETE_JOB: Operation = {
  operationId: 'deleteJob',
  tags: ['Jobs'],
  summary: 'Delete a job',
  description:
    'Only where `ALLOW_CHANGES` has `jobs`. Its runs are cancelled. A job that the catalog has an alias for stays.',
  parameters: [JOB, WORKSPACE, CORRELATION_ID],
  responses: {
    204: answer('The job was deleted.'),
    ...guarded('jobNotAllowed', 'changeNotAllowed'),
    ...problems('queryInvalid', 'jobInvalid', 'jobInCatalog', NOT_THERE, ...REFUSED),
  },
};

export const LIST_JOB_RUNS: Operation = {
  operationId: 'listJobRuns',
  tags: ['Jobs'],
  summary: 'List the runs of a job at Databricks, newest first',
  description: 'Whoever has started them. `GET /runs` lists those that this app has started.',
  parameters: [
    inPath('job', 'An alias of the catalog, or the id or the name of a job.', 'sales'),
    ...JOB_RUN_FILTER,
    WORKSPACE,
    ...pageOf(25, 25),
    CORRELATION_ID,
  ],
  responses: {
    200: answer('A page of runs.', json(ref('JobRunList'))),
    ...guarded(),
    ...problems(
      'queryInvalid',
      'jobInvalid',
      'jobUnknown',
      'jobAmbiguous',
      'databricksNotFound',
      'databricksRefused',
      'databricksUnavailable',
    ),
  },
};
