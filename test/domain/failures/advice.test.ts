import { adviceFor, type FailureFacts } from '../../../src/domain/failures/advice';
import { FAILURE_CLASSES, type FailureClass } from '../../../src/domain/failures/failure-class';

const hintFor = (facts: FailureFacts) => adviceFor(facts).hint;
const classOf = (facts: FailureFacts) => adviceFor(facts).class;

const RUN_FAILED: FailureFacts = {
  terminationCode: 'RUN_EXECUTION_ERROR',
  terminationType: 'CLIENT_ERROR',
  result: 'FAILED',
  lifeCycle: 'TERMINATED',
  message: 'Workload failed, see run output for details',
};

const CODES = [
  ...['RUN_EXECUTION_ERROR', 'CLUSTER_ERROR', 'DRIVER_ERROR', 'LIBRARY_INSTALLATION_ERROR', 'UNAUTHORIZED_ERROR'],
  ...['MAX_CONCURRENT_RUNS_EXCEEDED', 'STORAGE_ACCESS_ERROR', 'WORKSPACE_RUN_LIMIT_EXCEEDED', 'FEATURE_DISABLED'],
  ...['CLUSTER_REQUEST_LIMIT_EXCEEDED', 'INVALID_CLUSTER_REQUEST', 'INVALID_RUN_CONFIGURATION', 'CLOUD_FAILURE'],
  ...['REPOSITORY_CHECKOUT_FAILED', 'RESOURCE_NOT_FOUND', 'MAX_SPARK_CONTEXTS_EXCEEDED', 'BREAKING_CHANGE', 'DISABLED'],
  ...['MAX_JOB_QUEUE_SIZE_EXCEEDED', 'CLUSTER_TERMINATED_BY_USER', 'BUDGET_POLICY_LIMIT_EXCEEDED', 'INTERNAL_ERROR'],
  ...['USER_CANCELED', 'CANCELED', 'SKIPPED', 'SUCCESS_WITH_FAILURES'],
];
const RESULTS = [
  ...['FAILED', 'TIMEDOUT', 'CANCELED', 'MAXIMUM_CONCURRENT_RUNS_REACHED', 'EXCLUDED', 'SUCCESS_WITH_FAILURES'],
  ...['UPSTREAM_FAILED', 'UPSTREAM_CANCELED', 'DISABLED'],
];

const byCode = (terminationCode: string, more: Partial<FailureFacts> = {}) =>
  hintFor({ terminationCode, message: '', ...more });
const byResult = (result: string, more: Partial<FailureFacts> = {}) => hintFor({ result, message: '', ...more });
const byError = (error: string) => hintFor({ ...RUN_FAILED, error });

describe('the hint', () => {
  const everyHint = [...CODES.map((code) => byCode(code)), ...RESULTS.map((result) => byResult(result))];

  test.each([
    ...CODES.map((code) => ['code', code, byCode(code)]),
    ...RESULTS.map((word) => ['result', word, byResult(word)]),
  ])('tells for the %s %s what to do, in one or two sentences', (_what, _word, hint) => {
    expect(hint).toMatch(/^[A-Z].{20,}\.$/);
    expect(String(hint).length).toBeLessThanOrEqual(260);
    expect(String(hint).split(/[.!] (?=[A-Z])/).length).toBeLessThanOrEqual(2);
  });

  test('says different things of different causes', () => {
    // One cause only has two words: too many runs at once.
    expect(new Set(everyHint).size).toBe(new Set([...CODES, ...RESULTS]).size - 1);
  });

  test.each(['SUCCESS', 'A_CODE_OF_TOMORROW', 'constructor', '__proto__', ''])('says nothing for %j alone', (code) => {
    expect(byCode(code)).toBeUndefined();
    expect(byResult(code)).toBeUndefined();
  });

  test('says nothing for a success, whatever its texts are', () => {
    expect(byCode('SUCCESS', { result: 'SUCCESS', error: 'ModuleNotFoundError' })).toBeUndefined();
    expect(byResult('SUCCESS', { message: 'PERMISSION_DENIED' })).toBeUndefined();
    expect(hintFor({ message: '' })).toBeUndefined();
  });

  test('prefers a known error to the word that only says that the code failed', () => {
    expect(hintFor(RUN_FAILED)).toMatch(/own code failed/);
    expect(byError("ModuleNotFoundError: No module named 'holidays'")).toMatch(/Python package/);
    expect(byError('NameError: name x is not defined')).toBe(hintFor(RUN_FAILED));
  });

  test('prefers a word that names the cause to any text', () => {
    const error = "ModuleNotFoundError: No module named 'holidays'";
    expect(byCode('USER_CANCELED', { error })).toBe(byCode('USER_CANCELED'));
    expect(byCode('CANCELED', { result: 'CANCELED', error })).toBe(byCode('CANCELED'));
    expect(byResult('TIMEDOUT', { error })).toBe(byResult('TIMEDOUT'));
  });

  test.each([
    ['CANCELED', 'TIMEDOUT'],
    ['SKIPPED', 'UPSTREAM_FAILED'],
    ['SKIPPED', 'EXCLUDED'],
    ['RUN_EXECUTION_ERROR', 'TIMEDOUT'],
    ['A_CODE_OF_TOMORROW', 'UPSTREAM_CANCELED'],
    ['A_CODE_OF_TOMORROW', 'FAILED'],
  ])('takes for the code %s and the result %s the hint of the result', (terminationCode, result) => {
    expect(byCode(terminationCode, { result, lifeCycle: 'TERMINATED' })).toBe(byResult(result));
  });

  test.each([
    ['REPOSITORY_CHECKOUT_FAILED', 'FAILED'],
    ['CLUSTER_ERROR', 'FAILED'],
    ['USER_CANCELED', 'CANCELED'],
    ['SUCCESS_WITH_FAILURES', 'SUCCESS_WITH_FAILURES'],
  ])('takes for the code %s and the result %s the hint of the code', (terminationCode, result) => {
    const facts = { result, terminationType: 'CLIENT_ERROR', lifeCycle: 'INTERNAL_ERROR' };
    expect(byCode(terminationCode, facts)).toBe(byCode(terminationCode));
  });

  test('knows a failed job from an error inside of Databricks, though both have the same life cycle', () => {
    const lifeCycle = 'INTERNAL_ERROR';
    expect(byResult('FAILED', { lifeCycle })).toMatch(/A task of the job failed/);
    expect(hintFor({ lifeCycle, message: '' })).toMatch(/inside of Databricks/);
  });

  test('knows a skipped run without a result by its life cycle, and why it was skipped by its message', () => {
    const message = 'Skipping this run because the limit of 1 maximum concurrent runs has been reached.';
    expect(hintFor({ lifeCycle: 'SKIPPED', message: '' })).toBe(byCode('SKIPPED'));
    expect(hintFor({ lifeCycle: 'SKIPPED', message })).toBe(byCode('MAX_CONCURRENT_RUNS_EXCEEDED'));
  });

  test('goes by the type where the code is new', () => {
    const facts = { result: 'FAILED', message: '', terminationCode: 'A_CODE_OF_TOMORROW' };
    expect(hintFor({ ...facts, terminationType: 'CLOUD_FAILURE' })).toMatch(/Azure could not/);
    expect(hintFor({ ...facts, terminationType: 'CLIENT_ERROR' })).toMatch(/settings or the parameters/);
  });

  test("takes the error's own text before the message", () => {
    const message = 'PERMISSION_DENIED: User does not have USE SCHEMA on Schema main.sales';
    expect(hintFor({ ...RUN_FAILED, message, error: 'java.lang.OutOfMemoryError' })).toMatch(/memory/);
    expect(hintFor({ ...RUN_FAILED, message, error: 'ValueError: x' })).toMatch(/lacks a right/);
  });
});

describe('a known error', () => {
  test.each([
    ["ImportError: cannot import name 'x' from 'pandas'", /Python package/],
    ['InputWidgetNotDefined: No input widget named region is defined', /parameter that it was not given/],
    ['Unable to access the notebook "/x". Either it does not exist, or the identity …', /notebook was moved/],
    ['IllegalArgumentException: Secret does not exist with scope: kv and key: x', /secret/],
    ['[TABLE_OR_VIEW_NOT_FOUND] The table or view `a`.`b` cannot be found.', /table, or its schema or catalog/],
    ['AnalysisException: Table or view not found: a.b; line 1 pos 9', /table, or its schema or catalog/],
    ['[UNRESOLVED_COLUMN.WITH_SUGGESTION] A column … with name `x` cannot be resolved', /column was not found/],
    [
      'Operation failed: "This request is not authorized to perform this operation using this permission.", 403',
      /storage account/,
    ],
    [
      "[INSUFFICIENT_PERMISSIONS] Insufficient privileges: User does not have USE CATALOG on Catalog 'a'",
      /lacks a right/,
    ],
    ['com.databricks.sql.managedcatalog.acl.UnauthorizedAccessException: PERMISSION_DENIED: User …', /lacks a right/],
    ["PermissionError: [Errno 13] Permission denied: '/x'", /"Run as" in the job/],
    ["The job run-as x lacks 'Attach' permissions on the underlying cluster", /"Run as" in the job/],
    ['QuotaExceeded: Operation could not be completed as it results in exceeding approved Cores quota.', /its quota/],
    ['Cloud provider launch failure: SkuNotAvailable', /no machines of this kind left/],
    ['java.lang.OutOfMemoryError: Java heap space', /more memory/],
    ['The Python process exited with exit code 137 (SIGKILL: Killed).', /more memory/],
    ['Total size of serialized results is bigger than spark.driver.maxResultSize', /more memory/],
    ['The spark driver has stopped unexpectedly and is restarting.', /driver/],
    ['Fatal error: The Python kernel is unresponsive.', /driver/],
    ['io.delta.exceptions.ConcurrentAppendException: Files were added', /same table at the same moment/],
    ['AnalysisException: A schema mismatch detected when writing to the Delta table', /columns of the data/],
    ["FileNotFoundError: [Errno 2] No such file or directory: '/x'", /file or folder/],
    ['[PATH_NOT_FOUND] Path does not exist: abfss://x', /file or folder/],
    ["[CAST_INVALID_INPUT] The value 'x' of the type STRING cannot be cast to INT", /not of the kind/],
    ["ValueError: invalid literal for int() with base 10: 'x'", /not of the kind/],
    ["[PARSE_SYNTAX_ERROR] Syntax error at or near 'x'", /SQL statement/],
    ['AADSTS7000222: The provided client secret keys are expired.', /credential/],
    ['java.net.UnknownHostException: x.database.windows.net', /reach another system/],
  ])('has a hint of its own: %s', (error, hint) => {
    expect(byError(error)).toMatch(hint);
    expect(hintFor({ ...RUN_FAILED, message: `Task main failed with message: ${error}` })).toMatch(hint);
    expect(byCode('USER_CANCELED', { error })).toBe(byCode('USER_CANCELED'));
  });

  test('explains a cluster that could not start', () => {
    expect(byCode('CLUSTER_ERROR', { message: 'AZURE_QUOTA_EXCEEDED_EXCEPTION' })).toMatch(/its quota/);
    expect(byCode('CLUSTER_ERROR', { message: 'INIT_SCRIPT_FAILURE' })).toMatch(/script that prepares/);
    expect(byCode('CLUSTER_ERROR', { message: 'Library installation failed' })).toMatch(/library/);
    expect(byCode('CLOUD_FAILURE', { message: 'CLOUD_PROVIDER_RESOURCE_STOCKOUT' })).toMatch(/no machines/);
  });

  test.each(['Exception: 137 rows', 'KeyError: memory', 'AssertionError: no rows for the concurrent runs'])(
    'is not seen in %j',
    (error) => expect(byError(error)).toBe(hintFor(RUN_FAILED)),
  );

  test.each(['Secret Scope ', 'exceeding approved ', 'lacks ', 'driver ', 'init script ', 'ConcurrentDelete'])(
    'is looked for quickly in a great many of %j',
    (part) => {
      const start = performance.now();
      byError(part.repeat(100_000));
      expect(performance.now() - start).toBeLessThan(5_000);
    },
  );
});

/** Every termination code that Databricks documents. */
const CLASS_OF_CODE: Readonly<Record<string, FailureClass>> = {
  SUCCESS: 'unknown',
  SUCCESS_WITH_FAILURES: 'unknown',
  SKIPPED: 'unknown',
  RUN_EXECUTION_ERROR: 'userCode',
  INVALID_CLUSTER_REQUEST: 'userError',
  FEATURE_DISABLED: 'userError',
  LIBRARY_INSTALLATION_ERROR: 'userError',
  REPOSITORY_CHECKOUT_FAILED: 'userError',
  RESOURCE_NOT_FOUND: 'userError',
  INVALID_RUN_CONFIGURATION: 'userError',
  DISABLED: 'userError',
  WORKSPACE_RUN_LIMIT_EXCEEDED: 'capacity',
  CLUSTER_REQUEST_LIMIT_EXCEEDED: 'capacity',
  MAX_CONCURRENT_RUNS_EXCEEDED: 'capacity',
  MAX_SPARK_CONTEXTS_EXCEEDED: 'capacity',
  MAX_JOB_QUEUE_SIZE_EXCEEDED: 'capacity',
  BUDGET_POLICY_LIMIT_EXCEEDED: 'capacity',
  CLUSTER_ERROR: 'cloud',
  CLOUD_FAILURE: 'cloud',
  INTERNAL_ERROR: 'platform',
  DRIVER_ERROR: 'platform',
  BREAKING_CHANGE: 'platform',
  STORAGE_ACCESS_ERROR: 'permission',
  UNAUTHORIZED_ERROR: 'permission',
  USER_CANCELED: 'canceled',
  CANCELED: 'canceled',
  CLUSTER_TERMINATED_BY_USER: 'canceled',
};
const CLASS_OF_RESULT: Readonly<Record<string, FailureClass>> = {
  FAILED: 'unknown',
  TIMEDOUT: 'timeout',
  CANCELED: 'canceled',
  MAXIMUM_CONCURRENT_RUNS_REACHED: 'capacity',
  EXCLUDED: 'unknown',
  SUCCESS_WITH_FAILURES: 'unknown',
  UPSTREAM_FAILED: 'unknown',
  UPSTREAM_CANCELED: 'canceled',
  DISABLED: 'userError',
};

describe('the class', () => {
  test('is known of every word that has a hint', () => {
    expect([...CODES].sort()).toEqual(
      Object.keys(CLASS_OF_CODE)
        .filter((code) => code !== 'SUCCESS')
        .sort(),
    );
    expect([...RESULTS].sort()).toEqual(Object.keys(CLASS_OF_RESULT).sort());
  });

  test.each(Object.entries(CLASS_OF_CODE))('of the code %s is %s', (terminationCode, expected) => {
    expect(classOf({ terminationCode, message: '' })).toBe(expected);
    expect(FAILURE_CLASSES).toContain(expected);
  });

  test.each(Object.entries(CLASS_OF_RESULT))('of the result %s is %s', (result, expected) => {
    expect(classOf({ result, message: '' })).toBe(expected);
  });

  test.each([
    ['CLIENT_ERROR', 'userError'],
    ['CLOUD_FAILURE', 'cloud'],
    ['INTERNAL_ERROR', 'platform'],
    ['A_TYPE_OF_TOMORROW', 'unknown'],
    ['constructor', 'unknown'],
    [undefined, 'unknown'],
  ])('of a code that nobody knows goes by the type, %s: %s', (terminationType, expected) => {
    expect(classOf({ terminationCode: 'A_CODE_OF_TOMORROW', terminationType, result: 'FAILED', message: '' })).toBe(
      expected,
    );
  });

  test.each([
    ['CLUSTER_ERROR', 'CLOUD_FAILURE', 'cloud'],
    ['CLUSTER_ERROR', 'CLIENT_ERROR', 'userError'],
    ['CLUSTER_ERROR', 'INTERNAL_ERROR', 'platform'],
    ['RUN_EXECUTION_ERROR', 'CLIENT_ERROR', 'userCode'],
    ['RUN_EXECUTION_ERROR', 'INTERNAL_ERROR', 'platform'],
    ['UNAUTHORIZED_ERROR', 'INTERNAL_ERROR', 'permission'],
    ['MAX_CONCURRENT_RUNS_EXCEEDED', 'CLIENT_ERROR', 'capacity'],
    ['LIBRARY_INSTALLATION_ERROR', 'CLOUD_FAILURE', 'userError'],
  ])('of %s, which is said to be %s, is %s', (terminationCode, terminationType, expected) => {
    expect(classOf({ terminationCode, terminationType, message: '' })).toBe(expected);
  });

  test('blames nobody for a failure whose hint would blame somebody else', () => {
    const facts = { terminationCode: 'RUN_EXECUTION_ERROR', message: '' };
    expect(hintFor({ ...facts, terminationType: 'CLOUD_FAILURE' })).toMatch(/Azure could not/);
    expect(hintFor({ ...facts, terminationType: 'CLIENT_ERROR' })).toMatch(/own code failed/);
  });

  test.each<[string, FailureClass]>([
    ["ModuleNotFoundError: No module named 'holidays'", 'userCode'],
    ['java.lang.OutOfMemoryError: Java heap space', 'userCode'],
    ['InputWidgetNotDefined: No input widget named region is defined', 'userError'],
    ['QuotaExceeded: Operation results in exceeding approved Cores quota.', 'capacity'],
    ['CLOUD_PROVIDER_RESOURCE_STOCKOUT', 'capacity'],
    ['PERMISSION_DENIED: User does not have USE SCHEMA', 'permission'],
    ["PermissionError: [Errno 13] Permission denied: '/x'", 'permission'],
    ['The spark driver has stopped unexpectedly and is restarting.', 'platform'],
  ])('of an error goes by its text: %s is %s', (error, expected) => {
    expect(classOf({ ...RUN_FAILED, error })).toBe(expected);
    expect(classOf({ terminationCode: 'CLUSTER_ERROR', message: error })).toBe(expected);
  });

  test('of a run that was skipped because of too many others is capacity', () => {
    const message = 'Skipping this run because the limit of 1 maximum concurrent runs has been reached.';
    expect(classOf({ lifeCycle: 'SKIPPED', message })).toBe('capacity');
  });
});
