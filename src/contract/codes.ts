interface CodeFacts {
  statuses: readonly number[];
  /** What it means, and what to do. */
  about: string;
}

const code = (statuses: number | readonly number[], about: string): CodeFacts => ({
  statuses: typeof statuses === 'number' ? [statuses] : statuses,
  about,
});

/** Stable codes of requests that were refused, or could not be answered. */
export const PROBLEMS = {
  requestInvalid: code(400, 'A field of the body is wrong; `errors` names each of them.'),
  parametersInvalid: code(400, 'A parameter of the job (`p.NAME`) is wrong, or the job declares no such one.'),
  queryInvalid: code(400, 'An option in the address is wrong; `errors` names it.'),
  idempotencyKeyInvalid: code(400, 'The idempotency key must have 1 to 255 visible ASCII characters.'),
  jobInvalid: code(400, 'The path must name an alias of the catalog, or the id or the name of a job.'),
  clusterInvalid: code(400, 'The path must name a cluster by its id, such as `0923-164208-meows279`.'),
  taskNeeded: code(400, 'Several tasks have an output: choose one of `tasks` with `?task=`.'),
  chunkNeeded: code(400, 'The rows are too many for one answer: get them by `?chunk=`, of which there are `chunks`.'),
  bodyMissing: code(400, 'The request has no body: send one in JSON.'),
  bodyNotUtf8: code(400, 'The body must be UTF-8.'),
  bodyNotJson: code(
    [400, 415],
    "The body can't be read as JSON (400), or its Content-Type says that it is none (415).",
  ),
  bodyTooDeep: code(400, 'The body is nested too deeply.'),
  duplicateField: code(400, 'A field of the body is there twice.'),
  fieldNotAllowed: code(400, 'A field of the body has a name that is not allowed anywhere, such as `__proto__`.'),
  bodyTooLarge: code(413, 'The body must not be longer than 256 KB.'),
  bodyEncoded: code(415, 'The body must not be compressed.'),
  callerUnknown: code(401, 'App Service has not said who calls: send a token of Microsoft Entra for this app.'),
  notifierUnknown: code(401, 'The notification does not carry the credentials that the app was set up with.'),
  roleMissing: code(
    403,
    'The caller lacks `missingRoles`: give it these app roles on the app registration of this app.',
  ),
  callerNotAllowed: code(
    403,
    'The caller has the role, but its entry in `callers.json` does not allow it, or is missing.',
  ),
  jobNotAllowed: code(
    403,
    'The job is not among those that `callers.json` gives the caller; it names them as it does.',
  ),
  kindNotAllowed: code(403, 'Callers may not start that: the setting `ALLOW_KINDS` would have to name it.'),
  changeNotAllowed: code(403, 'Callers may not change that: the setting `ALLOW_CHANGES` would have to name it.'),
  jobUnknown: code(404, 'No alias and no job has this name. `GET /api/jobs` lists them.'),
  runUnknown: code(404, 'There is no run of this id. The answer of the start has it.'),
  chunkUnknown: code(404, 'The result has no such chunk: there are `chunks`, counted from 0.'),
  taskUnknown: code(
    404,
    'There is no task of this name that could leave anything; the text names those that there are.',
  ),
  taskNotCollected: code(
    404,
    'The output of the task was not fetched, because `outputTasks` leaves it out: start a run that asks for it.',
  ),
  notificationsOff: code(
    404,
    'This app takes no notifications: the setting `NOTIFICATION_PASSWORD` would have to be there.',
  ),
  linkUnknown: code(404, 'This app has not made this link.'),
  databricksNotFound: code(
    [404, 503],
    'Databricks knows no such job, or hides it from this app (503: while it was looked up by its name).',
  ),
  jobInCatalog: code(409, 'The catalog has an alias for the job: take it out of `jobs.json` and deploy the app first.'),
  clusterEnding: code(409, 'The cluster is being terminated: start it again in a minute.'),
  jobAmbiguous: code(409, 'Several jobs have this name: use one of `jobIds`.'),
  runGoesOn: code(
    409,
    'A run of the job goes on (`goingRun`, if the caller may see it), and `concurrency` wants no other beside it; or the run that was to be repaired goes on.',
  ),
  runArchived: code(409, 'The run has ended so long ago that it can not be repaired: start a new one.'),
  nothingToRepair: code(409, 'There is nothing in the run that could run once more: name tasks, or start a new run.'),
  notRepairable: code(409, 'Databricks repairs runs of jobs only: start a new run.'),
  callbackTaken: code(
    409,
    'The equal run that `concurrency: join` has found (`goingRun`) calls another address back: follow it without one.',
  ),
  tooManyRuns: code(409, 'Fifty runs of the job that mind each other go on: cancel some, or wait.'),
  linkExpired: code(410, 'The link has expired: ask for the run by its id.'),
  outputGone: code(410, 'The run has ended so long ago that its output was deleted: start a new run.'),
  idempotencyKeyReused: code(422, 'The key belongs to another request: use a new key for a new run.'),
  outputNotTabular: code(
    422,
    'The output is no table: let the notebook hand over rows, or get it as JSON from `/runs/{id}/output`.',
  ),
  outputTruncated: code(424, 'Databricks has cut the output at 5 MB, so rows would be missing: hand over fewer.'),
  storageUnavailable: code(503, 'The storage of this app gives no answer: send the same request again in a moment.'),
  workspaceUnknown: code(
    503,
    'The workspace of the run is no longer set up: set it up again, and send this once more.',
  ),
  outputUnavailable: code(424, 'The run has ended, but Databricks would not hand over all of its output.'),
  internal: code(500, 'Something is wrong in this app or its storage: look for `x-correlation-id` in its log.'),
  databricksRefused: code([502, 503], 'Databricks refused what this app asked for: see its permissions and settings.'),
  changeUnconfirmed: code(
    504,
    'Databricks has not said whether it has created the job: look before you send it again.',
  ),
  databricksUnavailable: code(503, 'Databricks can not be reached now: try again after `Retry-After`.'),
} as const satisfies Readonly<Record<string, CodeFacts>>;

export type ProblemCode = keyof typeof PROBLEMS;

/** Of runs of jobs. */
export const JOB_RUN_ENDS = {
  runFailed: 'The run has failed: see `failures`.',
  runPartlyFailed: 'Some tasks have failed, and the job allows it. A problem only if `failOn` names `partial`.',
  runTimedOut: 'Databricks has stopped the run, because the time that the job allows was up.',
  runCanceled: 'Somebody has cancelled the run.',
  runSkipped: 'Databricks has skipped the run, mostly because the job allows no more runs at once.',
  timeoutReached: 'The time that the request allows was up, and this app has cancelled the run.',
  detached: 'The time was up, and the run goes on in Databricks, as `onTimeout: detach` wishes.',
  cancelUnconfirmed: 'The time was up, and the run could not be seen to stop: it may go on.',
  timeoutBeforeStart: 'The time was up before the run could be started. Nothing has run.',
  neverStarted: 'This app was interrupted before it came to start the run. Nothing has run: start it again.',
  canceledBeforeStart: 'The run was cancelled before anything was started.',
  terminated:
    'The orchestration was terminated through a standard URL. The run in Databricks is cancelled within minutes.',
  deleted: 'The orchestration was deleted before the run had ended. The run in Databricks is cancelled within minutes.',
  requestInvalid: 'The request was found wrong when the run was to be started.',
  jobNotFound: 'Databricks knows no job of this id, or hides it from this app.',
  databricksUnauthenticated: 'Databricks did not accept the credentials of this app.',
  databricksForbidden: 'The identity of this app may not run the job: give it Can Manage Run.',
  databricksRefused: 'Databricks refused to start the run: `detail` says why.',
  databricksUnavailable: 'Databricks could not be reached until the time was up. Nothing was started.',
  startUnconfirmed: 'Databricks never answered the start. Look at the runs of the job before starting it again.',
  runNotFound: 'Databricks does not know the run any more.',
  secretUnavailable: 'A secret that the parameters refer to could not be had from Key Vault. Nothing has run.',
  workspaceUnknown: 'The workspace of the run was taken out of the settings while it went on.',
  internal: 'The orchestration itself has failed: look into the log of this app.',
} as const satisfies Readonly<Record<string, string>>;

const OTHER_RUN_ENDS = {
  pipelineNotFound: 'Databricks knows no pipeline of this id, or hides it from this app.',
  kindNotAllowed:
    'Callers may not start that any more: the setting `ALLOW_KINDS` would have to name it. Nothing has run.',
  warehouseNotFound: 'Databricks knows no SQL warehouse of this id, or hides it from this app.',
} as const satisfies Readonly<Record<string, string>>;

/** Stable codes of runs that did not end well. With status 424, or in the run itself with `?onFailure=200`. */
export const RUN_ENDS = { ...JOB_RUN_ENDS, ...OTHER_RUN_ENDS };

export type RunEndCode = keyof typeof RUN_ENDS;
