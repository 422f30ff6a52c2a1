import { expectProblem, SECRET, watchedWorld } from '../../support/refusals';
import { ownTime, type VirtualClock } from '../../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

test.each([
  ['empty', { 'idempotency-key': '' }, '', 'Idempotency-Key'],
  ['of 256 characters', { 'idempotency-key': 'k'.repeat(256) }, '', 'Idempotency-Key'],
  ['of 10,000 characters', { 'idempotency-key': SECRET.repeat(1000) }, '', 'Idempotency-Key'],
  ['with a blank', { 'idempotency-key': 'a b' }, '', 'Idempotency-Key'],
  ['not ASCII', { 'idempotency-key': 'ñ' }, '', 'Idempotency-Key'],
  ['empty in the address', {}, '?key=', 'key'],
  ['too long in the address', {}, `?key=${'k'.repeat(256)}`, 'key'],
  ['with a line break in the address', {}, '?key=a%0Ab', 'key'],
  ['with a NUL in the address', {}, '?key=a%00', 'key'],
  ['not ASCII in the address', {}, '?key=%F0%9F%8E%89', 'key'],
])('a key that is %s is refused', async (_, headers, search, field) => {
  const world = watchedWorld({ clock });
  const reply = await world.post(`runs${search}`, { job: 101 }, headers);
  expectProblem(reply, 400, 'idempotencyKeyInvalid');
  expect(reply.body.errors[0].field).toBe(field);
  expect(world.touched()).toEqual([]);
});

test('a key that differs from the one in the address is refused', async () => {
  const world = watchedWorld({ clock });
  expectProblem(await world.post('runs?key=a', { job: 101 }, { 'idempotency-key': 'b' }), 400, 'queryInvalid', 'key');
  expect(world.touched()).toEqual([]);
});

test('a key that is used again with another body is refused, and starts nothing', async () => {
  const world = watchedWorld({ clock });
  const start = (body: object) => world.post('runs', body, { 'idempotency-key': 'k' });
  expect((await start({ job: 101 })).status).toBe(202);
  await world.seconds(60);
  const before = world.asked();
  expectProblem(await start({ job: 101, timeoutSeconds: 60 }), 422, 'idempotencyKeyReused');
  await world.seconds(60);
  expect(world.asked()).toEqual(before);
});

test('a key never gets into a path of the storage or of the orchestrations as it is', async () => {
  const world = watchedWorld({ clock });
  const odd = '../../instances/x?taskHub=y#z';
  const reply = await world.post('runs', { job: 101 }, { 'idempotency-key': odd });
  expect(reply.status).toBe(202);
  expect(reply.body.id).toBe('run-0001');
  expect(await world.app.claims.read(`run:${odd}`)).toMatchObject({ instanceId: 'run-0001' });
});
