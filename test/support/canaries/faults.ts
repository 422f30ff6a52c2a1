import type { Intercept } from '../trouble';
import { ECHOES, type Echo, echoing, type IsHit } from './echoes';

const echo = (name: string): Echo => {
  const found = ECHOES[name];
  if (!found) throw new Error(`There is no echo ${name}.`);
  return found;
};

/** Two requests of three, until so many have been hit: a run gets through, if late. */
const atFirst =
  (most: number): IsHit =>
  (_, count) =>
    count % 3 > 0 && count < most;

const reset: Intercept = async () => {
  throw Object.assign(new Error('socket hang up'), { code: 'ECONNRESET' });
};

const hitting = (isHit: IsHit, hit: Intercept): Intercept => {
  let requests = 0;
  return (request, pass) => (isHit(request, requests++) ? hit(request, pass) : pass());
};

/** What may go wrong between the app and a workspace, and pass. */
export const FAULTS: Readonly<Record<string, () => Intercept>> = {
  nothing: () => (_, pass) => pass(),
  'a storm of 401': () => echoing(echo('a message'), atFirst(100), [401]),
  'a storm of 403': () => echoing(echo('the whole request'), atFirst(100), [403]),
  'a storm of 429': () => echoing(echo('a header'), atFirst(100), [429]),
  outages: () => echoing(echo('the text of a page'), atFirst(100), [500, 502, 503]),
  redirects: () => echoing(echo('a redirect'), atFirst(100), [302]),
  'pages for people': () => echoing(echo('the title of a page'), atFirst(100), [200]),
  'connections that break': () => hitting(atFirst(100), reset),
  'answers that are lost': () =>
    hitting(atFirst(100), async (request, pass) => {
      await pass();
      return reset(request, pass);
    }),
  'answers that break off': () =>
    hitting(atFirst(100), async (_, pass) => {
      const { body = '', ...answer } = await pass();
      const bytes = Buffer.from(body);
      return { ...answer, body: bytes.subarray(0, bytes.length / 2) };
    }),
};
