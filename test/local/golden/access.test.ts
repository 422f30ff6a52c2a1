import { refuseAccess } from '../../../local/host/keys';
import type { HttpHandler } from '../../../local/http';
import { comparable, GOLDEN_APP } from '../../support/golden';
import { loadGoldenApp } from '../../support/golden-app';
import { comparableHeaders, exchangesOf } from '../../support/golden-exchanges';
import { ask, createInMemoryHost } from '../../support/in-memory-host';
import { VirtualClock } from '../../support/virtual-clock';

const keys = { master: 'the-master-key-of-the-host', function: 'the-key-of-functions', durable: 'the-key-of-the-hub' };

/** A request of the recording with the keys of this run. */
const withKeys = (text: string) =>
  text.replace('<MASTER>', keys.master).replace('<FUNCTION>', keys.function).replace('<SYSTEM>', keys.durable);

test.each(exchangesOf('access'))('$case is let in or refused as recorded', async (recorded) => {
  const registry = loadGoldenApp('scen.js');
  const { management } = createInMemoryHost({ registry, directory: GOLDEN_APP, clock: new VirtualClock() });
  const guarded: HttpHandler = async (request) => refuseAccess(keys, 'system', request) ?? management(request);
  const headers = Object.fromEntries(
    Object.entries(recorded.request.headers).map(([name, text]) => [name, withKeys(text)]),
  );
  const path = withKeys(recorded.request.path).replace('taskHub=GoldenAuth', 'taskHub=GoldenHub');
  const answer = await ask(guarded, recorded.request.method, path, { headers });
  expect(answer.status).toBe(recorded.response.status);
  expect(comparable(String(answer.body ?? ''))).toBe(comparable(recorded.response.body));
  expect(comparableHeaders(answer.headers ?? {})).toEqual(comparableHeaders(recorded.response.headers));
});
