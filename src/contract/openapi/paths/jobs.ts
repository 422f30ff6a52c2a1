import { ref } from '../components';
import { ROWS, ROWS_LATER } from '../examples';
import {
  CORRELATION_ID,
  FORMAT,
  inPath,
  JOB_NAME,
  ON_FAILURE,
  PAGE,
  SIGN_IN,
  TABLE_OPTIONS,
  TASK,
  WAIT,
  WORKSPACE,
} from '../parameters';
import { answer, DATABRICKS_SAYS, goesOn, guarded, jobRunProblems, json, problems } from '../responses';
import type { Paths } from '../types';
import { CREATE_JOB, DELETE_JOB, LIST_JOB_RUNS, UPDATE_JOB } from './job-changes';
import { inFormats } from './outputs';

/** Also while a job is looked up by its name. */
const LOOKED_UP = ['databricksNotFound', 'databricksRefused', 'databricksUnavailable'] as const;

const JOB = inPath('job', 'An alias of the catalog, or the id or the name of a job.', 'sales');
const JOB_PROBLEMS = {
  ...guarded(),
  ...problems('queryInvalid', 'jobInvalid', 'jobUnknown', 'jobAmbiguous', ...LOOKED_UP),
};

export const JOB_PATHS: Paths = {
  '/jobs': {
    post: CREATE_JOB,
    get: {
      operationId: 'listJobs',
      tags: ['Jobs'],
      summary: 'List the jobs that can be run',
      parameters: [JOB_NAME, WORKSPACE, ...PAGE, CORRELATION_ID],
      responses: {
        200: answer('A page of jobs.', json(ref('JobList'))),
        ...guarded(),
        ...problems('queryInvalid', ...DATABRICKS_SAYS),
      },
    },
  },
  '/jobs/{job}': {
    patch: UPDATE_JOB,
    delete: DELETE_JOB,
    get: {
      operationId: 'showJob',
      tags: ['Jobs'],
      summary: 'See what a job takes',
      parameters: [JOB, WORKSPACE, CORRELATION_ID],
      responses: { 200: answer('The job.', json(ref('Job'))), ...JOB_PROBLEMS },
    },
  },
  '/jobs/{job}/runs': { get: LIST_JOB_RUNS },
  '/jobs/{job}/power-query': {
    get: {
      operationId: 'showPowerQuery',
      tags: ['Jobs'],
      summary: 'Get a query that gets the rows of a job, for Power BI',
      description:
        'To be pasted into a blank query, filled in with the address of this app, the job, its parameters and its columns. It holds no key.',
      parameters: [JOB, CORRELATION_ID],
      responses: {
        200: answer('The query.', { 'text/plain': { schema: { type: 'string' } } }, 'content-disposition'),
        ...JOB_PROBLEMS,
      },
    },
  },
  '/jobs/{job}/data-factory': {
    get: {
      operationId: 'showDataFactory',
      tags: ['Jobs'],
      summary: 'Get pipelines that run a job, for Azure Data Factory',
      description:
        'An ARM template with linked services and pipelines, filled in with the address of this app, the job, and its parameters. It holds no key.',
      parameters: [JOB, SIGN_IN, CORRELATION_ID],
      responses: { 200: answer('The template.', json({ type: 'object' }), 'content-disposition'), ...JOB_PROBLEMS },
    },
  },
  '/jobs/{job}/table': {
    get: {
      operationId: 'runTable',
      tags: ['Tables'],
      summary: 'Get the rows of a job',
      description:
        'The rows of the run that goes on, or of one that has ended lately, or of a new one. However often and in parallel it is asked, one run answers: made for Power BI. A caller with roles needs `Runs.Start` as well, unless it only reads (`mode=peek`, `run`).',
      parameters: [
        inPath('job', 'An alias of the catalog, or the id of a job. `-`: the job is named by `name`.', 'sales'),
        WORKSPACE,
        ...TABLE_OPTIONS,
        WAIT,
        TASK,
        FORMAT,
        ON_FAILURE,
        CORRELATION_ID,
      ],
      responses: {
        200: answer(
          'The rows. With `onFailure=200` also the run.',
          inFormats({ anyOf: [ref('TableRows'), ref('Run')] }, ROWS),
        ),
        202: goesOn('TableRun', ROWS_LATER),
        ...guarded('jobNotAllowed', 'kindNotAllowed'),
        ...jobRunProblems(
          'queryInvalid',
          'parametersInvalid',
          'taskNeeded',
          'jobUnknown',
          'runUnknown',
          'taskUnknown',
          'taskNotCollected',
          'jobAmbiguous',
          'runGoesOn',
          'tooManyRuns',
          'outputGone',
          'outputNotTabular',
          'outputTruncated',
          'outputUnavailable',
          ...LOOKED_UP,
        ),
      },
    },
  },
};
