import { iso } from '../../domain/iso';
import type { App } from '../app';
import type { Finding } from './finding';

/** No run has such an id, because no run may. */
const PROBE = '~self-check';

/** Reads and writes what the app needs to. The tables share an account, so one that can be written to speaks for both. */
export async function checkStorage(app: App): Promise<Finding> {
  const places: Record<string, () => Promise<unknown>> = {
    'the table runs': () => app.runs.list({ limit: 1 }),
    'the table claims': () => writeClaim(app),
    'the blobs of outputs': () => writeOutput(app),
  };
  const results = await Promise.allSettled(Object.values(places).map((work) => work()));
  const problems = Object.keys(places).flatMap((place, index) => {
    const result = results[index];
    if (result?.status !== 'rejected') return [];
    const reason = result.reason instanceof Error ? result.reason.message : String(result.reason);
    return [{ problem: `There is trouble with ${place}: ${reason}`, whatToDo: ADVICE }];
  });
  const detail = problems.length === 0 ? 'Tables and blobs can be read and written.' : 'The storage fails.';
  return { detail, problems };
}

async function writeClaim({ claims, newId, now }: App): Promise<void> {
  const mine = { instanceId: PROBE, nonce: newId(), bodyHash: '', createdAt: iso(now()) };
  const taking = await claims.take(PROBE, mine);
  if (!taking.taken) await claims.replace(PROBE, taking.claim, mine); // if not, somebody else checks at the same time
}

async function writeOutput({ outputs, now }: App): Promise<void> {
  const text = String(now());
  await outputs.write(PROBE, 'probe.json', text);
  if ((await outputs.read(PROBE, 'probe.json')) === undefined) throw new Error('what was written was not there');
}

const ADVICE =
  'See that the storage account exists, that its network lets the app in, and that the identity of this app has the roles ' +
  'Storage Table Data Contributor and Storage Blob Data Contributor on it.';
