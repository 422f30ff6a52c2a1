import type { Advice } from '../failure-class';
import { BY_WORD } from './by-word';

/** About an error that is known by what it says. Its own text counts before the message about the run. */
export function adviceByText(error: string | undefined, message: string): Advice | undefined {
  return adviceIn(error ?? '') ?? adviceIn(message);
}

function adviceIn(text: string): Advice | undefined {
  return KNOWN_ERRORS.find(([pattern]) => pattern.test(text))?.[1];
}

/** The first that fits counts, so what is special stands before what is general. */
const KNOWN_ERRORS: readonly (readonly [pattern: RegExp, advice: Advice | undefined])[] = [
  [/maximum concurrent runs/i, BY_WORD.MAX_CONCURRENT_RUNS_EXCEEDED],
  [
    /\bInputWidgetNotDefined\b|No input widget named/i,
    {
      class: 'userError',
      hint:
        'The notebook reads a parameter that it was not given. Send it with the request (notebook_params or ' +
        'job_parameters), spelt as in the notebook.',
    },
  ],
  [
    /\bModuleNotFoundError\b|\bNo module named\b|\bcannot import name\b/,
    {
      class: 'userCode',
      hint:
        'A Python package, or the right version of it, is missing where the job runs. Ask the owner of the job to add it ' +
        'to the libraries of the task.',
    },
  ],
  [
    /Unable to access the notebook|\bNotebook not found\b/i,
    {
      class: 'userError',
      hint:
        'The notebook was moved or deleted, or the identity that the job runs as may not read it. Ask the owner of the ' +
        'job to correct its path or to share it.',
    },
  ],
  [
    /Secret does not exist|Secret Scope .{0,200}does not exist/i,
    {
      class: 'userError',
      hint:
        'A secret that the code reads does not exist. Ask the owner of the job to create it, or to correct its scope or ' +
        'key in the code.',
    },
  ],
  [
    /\bTABLE_OR_VIEW_NOT_FOUND\b|\bTable or view not found\b|\b(?:SCHEMA|CATALOG)_NOT_FOUND\b|\bNO_SUCH_CATALOG/i,
    {
      class: 'userCode',
      hint:
        'A table, or its schema or catalog, was not found. Check its name in the error and the parameters it is made ' +
        'from, and that the identity the job runs as may see it.',
    },
  ],
  [
    /\bUNRESOLVED_COLUMN\b|\bgiven input columns\b/i,
    {
      class: 'userCode',
      hint:
        'A column was not found. Compare its name in the error with the columns of the table: it may have been renamed, ' +
        'or is not delivered any more.',
    },
  ],
  [
    /\bAuthorizationPermissionMismatch\b|\bAuthorizationFailure\b|not authorized to perform this operation/i,
    {
      class: 'permission',
      hint:
        'A storage account refused access. Ask its owner to give the identity that the code uses a role such as Storage ' +
        'Blob Data Contributor, and to let Databricks through its firewall.',
    },
  ],
  [
    /\bINSUFFICIENT_P(?:ERMISSIONS|RIVILEGES)\b|\bPERMISSION_DENIED\b|\bUnauthorizedAccessException\b/i,
    {
      class: 'permission',
      hint:
        'The identity that the job runs as ("Run as" in the job) lacks a right. Find in the error which, and on what, and ' +
        'ask the owner of that to grant it.',
    },
  ],
  [/\bPermission ?denied\b|\bAccess ?denied\b|\blacks .{0,60}permission/i, BY_WORD.UNAUTHORIZED_ERROR],
  [
    /\bAZURE_QUOTA_EXCEEDED|\bQuotaExceeded\b|exceeding approved .{0,100}quota/i,
    {
      class: 'capacity',
      hint:
        'The Azure subscription has used up its quota for this kind of machine. Ask its administrator to raise the quota, ' +
        'or the owner of the job to use fewer or other machines.',
    },
  ],
  [
    /\bSkuNotAvailable\b|\b(?:Zonal|Overconstrained)?AllocationFailed\b|_STOCKOUT\b/i,
    {
      class: 'capacity',
      hint:
        'Azure has no machines of this kind left in the region at the moment. Start the run again later, or ask the owner ' +
        'of the job to use another kind of machine.',
    },
  ],
  [
    /\bINIT_SCRIPT_FAILURE\b|\binit script .{0,200}fail/i,
    {
      class: 'userError',
      hint: 'A script that prepares the cluster failed. Show the message to the owner of the job.',
    },
  ],
  [/\bLibrary installation failed\b|\bLIBRARY_INSTALLATION_/i, BY_WORD.LIBRARY_INSTALLATION_ERROR],
  [
    /\bout ?of ?memory|\bMemoryError\b|GC overhead limit|exceeding memory limits|exit code 137\b|maxResultSize/i,
    {
      class: 'userCode',
      hint:
        'The run needed more memory than its machines have. Ask the owner of the job for larger ones, or to handle less ' +
        'data at a time; smaller parameters (fewer days, one region) may help for now.',
    },
  ],
  [/driver has stopped unexpectedly|Python kernel is unresponsive|driver .{0,60}not respon/i, BY_WORD.DRIVER_ERROR],
  [
    /\bConcurrent(?:Append|Delete(?:Read|Delete)|Write|Transaction)Exception\b|\bDELTA_CONCURRENT_/i,
    {
      class: 'userCode',
      hint: 'Another run changed the same table at the same moment. Start this one again, and keep the two apart in time.',
    },
  ],
  [
    /\bDELTA_FAILED_TO_MERGE_FIELDS\b|\bDELTA_METADATA_MISMATCH\b|\bschema mismatch\b/i,
    {
      class: 'userCode',
      hint:
        'The columns of the data are not those of the table it is written to. Find out what has changed in the source, ' +
        'and show the error to the owner of the job.',
    },
  ],
  [
    /\bPATH_NOT_FOUND\b|\bPath does not exist\b|\bFileNotFound(?:Error|Exception)\b|\bNo such file or directory\b/i,
    {
      class: 'userCode',
      hint: 'A file or folder was not found. Check that it has been delivered, and the parameters that its path is made from.',
    },
  ],
  [
    /\bCAST_INVALID_INPUT\b|\bcould not convert string to\b|\binvalid literal for int\b|\bCANNOT_PARSE_TIMESTAMP\b/i,
    {
      class: 'userCode',
      hint:
        'A value is not of the kind that the code expects, for example text in place of a number or date. Check the ' +
        'parameters, then the data.',
    },
  ],
  [
    /\bPARSE_SYNTAX_ERROR\b/i,
    {
      class: 'userCode',
      hint:
        'A SQL statement is not valid. If it is made from parameters, check them; else show the error to the owner of the ' +
        'job.',
    },
  ],
  [
    /\bInvalid access token\b|\btoken (?:is|has) expired\b|\bExpiredJwt\b|\bAADSTS\d+|\binvalid_client\b/i,
    {
      class: 'permission',
      hint: 'A credential that the code uses is not valid or has expired. Ask the owner of the job to renew it.',
    },
  ],
  [
    /\bUnknownHost|\bName or service not known\b|\bname resolution\b|\bConnection (?:refused|timed out)\b|\bConnectTimeout/i,
    {
      class: 'userCode',
      hint:
        'The code could not reach another system. Check that it is up, and ask the owner of the job whether the network ' +
        'of the workspace lets Databricks reach it.',
    },
  ],
];
