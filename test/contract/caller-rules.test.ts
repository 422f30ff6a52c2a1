import * as fc from 'fast-check';
import { isOwnJob, ownsEveryRun, ROLES } from '../../src/contract/callers/caller';
import { type CallerRule, callerOf, callerRuleSchema } from '../../src/contract/callers/caller-rules';
import { FACTORY, REPORTS } from '../support/signed-in';

const who = (roles: readonly string[] = ROLES, applicationId = FACTORY) => ({
  applicationId,
  objectId: undefined,
  roles,
});
const rules = (...entries: [string, CallerRule][]) => new Map(entries);

test('without a list of callers the roles alone decide', () => {
  const caller = callerOf(who(['Runs.Read', 'Other.Role']), undefined);
  expect(caller).toEqual({ applicationId: FACTORY, objectId: undefined, roles: ['Runs.Read'], withheld: [] });
});

test('an entry that says nothing takes nothing away', () => {
  expect(callerOf(who(), rules([FACTORY, { name: 'Data Factory' }]))).toMatchObject({ roles: ROLES, withheld: [] });
});

test.each([
  ['start', ['Runs.Start']],
  ['read', ['Runs.Read', 'Jobs.Read']],
  ['cancel', ['Runs.Cancel']],
  ['write', ['Jobs.Write']],
] as const)('the action %s leaves these roles: %j', (action, left) => {
  const { roles, withheld } = callerOf(who(), rules([FACTORY, { actions: [action] }]));
  expect(roles).toEqual(left);
  expect([...roles, ...withheld].sort()).toEqual([...ROLES].sort());
});

test('an action gives no role that the token does not have', () => {
  const caller = callerOf(who(['Runs.Read']), rules([FACTORY, { actions: ['start', 'read'] }]));
  expect(caller).toMatchObject({ roles: ['Runs.Read'], withheld: [] });
});

test('who is not named may do what everyone else may, and without that nothing', () => {
  const named = rules([REPORTS, {}], ['*', { actions: ['read'], jobs: ['sales'] }]);
  expect(callerOf(who(), named)).toMatchObject({ roles: ['Runs.Read', 'Jobs.Read'], jobs: new Set(['sales']) });
  expect(callerOf(who(ROLES, REPORTS), named)).toMatchObject({ roles: ROLES, withheld: [] });
  expect(callerOf(who(ROLES, REPORTS), named)).not.toHaveProperty('jobs');
  expect(callerOf(who(), rules([REPORTS, {}]))).toMatchObject({ roles: [], withheld: ROLES, jobs: new Set() });
});

test('no entry ever makes a caller more powerful than its token', () => {
  const rule = fc.record({
    jobs: fc.option(fc.array(fc.constantFrom('sales', '101', 'prod/7')), { nil: undefined }),
    actions: fc.option(fc.subarray(['start', 'read', 'cancel', 'write'] as const), { nil: undefined }),
  });
  const id = fc.constantFrom(FACTORY, REPORTS, '*');
  fc.assert(
    fc.property(fc.subarray([...ROLES]), fc.array(fc.tuple(id, rule)), (roles, entries) => {
      const caller = callerOf(who(roles), rules(...entries));
      expect(roles).toEqual(expect.arrayContaining([...caller.roles]));
    }),
  );
});

describe('the jobs of a caller', () => {
  const withJobs = (...jobs: string[]) => ({ roles: ROLES, withheld: [], jobs: new Set(jobs) });

  test.each([
    ['sales', { job: 'sales', jobId: '101' }, true],
    ['sales', { job: '101' }, false], // the catalog holds the alias to its parameters, and not the id
    ['sales', { job: '101', jobId: '101' }, false],
    ['101', { job: '101' }, true],
    ['101', { job: 'sales', jobId: '101' }, true],
    ['101', { job: '101', workspace: 'default' }, true],
    ['101', { job: '101', workspace: 'prod' }, false],
    ['prod/101', { job: '101', workspace: 'prod' }, true],
    ['prod/101', { job: '101' }, false],
    ['prod/101', { job: 'sales', jobId: '101', workspace: 'prod' }, true],
    ['102', { job: '101' }, false],
    ['sales', { job: '' }, false],
  ])('%s opens %j: %s', (own, job, expected) => expect(isOwnJob(withJobs(own), job)).toBe(expected));

  test('are all of them where there is no list of jobs, and none where it is empty', () => {
    expect(isOwnJob({ roles: [], withheld: [] }, { job: 'sales' })).toBe(true);
    expect(isOwnJob(withJobs(), { job: 'sales', jobId: '101' })).toBe(false);
  });

  test.each([
    '',
    '0',
    '007',
    'Sales',
    'a job',
    '../1',
    '*',
    'prod/',
    'prod/sales',
    'PROD/1',
    '1.5',
    '1'.repeat(20),
    '9223372036854775808',
  ])('can not be written as %j', (job) => expect(callerRuleSchema.safeParse({ jobs: [job] }).success).toBe(false));
});

test('a key that opens every run is for those only who may do everything with every run', () => {
  const runs = ['Runs.Start', 'Runs.Read', 'Runs.Cancel'] as const;
  expect(ownsEveryRun({ roles: runs, withheld: [] })).toBe(true);
  expect(ownsEveryRun({ roles: runs, withheld: [], jobs: new Set(['sales']) })).toBe(false);
  for (const lacking of runs) {
    expect(ownsEveryRun({ roles: runs.filter((role) => role !== lacking), withheld: [] })).toBe(false);
  }
});
