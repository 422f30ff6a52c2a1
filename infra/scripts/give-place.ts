import { PLACE, type Step } from './step.ts';
import type { Answer, Ask } from './workspace.ts';

export const PLACES = '/api/2.0/preview/scim/v2/ServicePrincipals';

/** Without it the identity is known, but let in nowhere. */
const ENTITLEMENTS = [{ value: 'workspace-access' }];

interface Wanted {
  clientId: string;
  name: string;
  dryRun: boolean;
}

/** Makes the identity a service principal of the workspace that may use it. */
export async function givePlace(ask: Ask, { clientId, name, dryRun }: Wanted): Promise<Step> {
  const found = await ask('GET', `${PLACES}?filter=${encodeURIComponent(`applicationId eq "${clientId}"`)}`);
  if (!found.ok) return refused(found);
  const [known] = (found.body.Resources ?? []) as { id: string; entitlements?: { value: string }[] }[];
  const isEntitled = known?.entitlements?.some(({ value }) => value === ENTITLEMENTS[0]?.value) ?? false;
  if (isEntitled) return done('already there, with workspace-access');
  if (dryRun) return done(known ? 'would get workspace-access' : 'would be added, with workspace-access');
  const answer = known ? await entitle(ask, known.id) : await ask('POST', PLACES, newcomer(clientId, name));
  if (!answer.ok) return refused(answer);
  return done(known ? 'was there, and has workspace-access now' : 'added, with workspace-access');
}

/** What a POST has to send for that; also shown to those who do it by hand. */
export function newcomer(clientId: string, name: string) {
  return {
    schemas: ['urn:ietf:params:scim:schemas:core:2.0:ServicePrincipal'],
    applicationId: clientId,
    displayName: name,
    entitlements: ENTITLEMENTS,
  };
}

function entitle(ask: Ask, id: string): Promise<Answer> {
  return ask('PATCH', `${PLACES}/${id}`, {
    schemas: ['urn:ietf:params:scim:api:messages:2.0:PatchOp'],
    Operations: [{ op: 'add', path: 'entitlements', value: ENTITLEMENTS }],
  });
}

const done = (said: string): Step => ({ name: PLACE, said });
const refused = ({ why }: { why: string }): Step => ({
  name: PLACE,
  said: `refused (${why})`,
  left: { what: 'place' },
});
