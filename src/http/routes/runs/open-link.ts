import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import { type Link, readLink } from '../../../contract/link-token';
import { ProblemError } from '../../../contract/problem';
import type { App } from '../../app';
import { answerOutput } from './show-output';
import { answerRun } from './show-run';

/** `GET /links/{token}`: what the token says it opens, for whoever has it. */
export async function openLink(request: HttpRequest, app: App): Promise<HttpResponseInit> {
  const link = await readLinkOf(request.params.token ?? '', app);
  if (!link) {
    throw new ProblemError({ status: 404, code: 'linkUnknown', detail: 'This is not a link that this app has made.' });
  }
  if (app.now() >= link.expiresAt * 1000) {
    throw new ProblemError({
      status: 410,
      code: 'linkExpired',
      detail: 'This link has expired. Ask for the run by its id.',
    });
  }
  const answer = link.scope === 'run' ? answerRun : answerOutput;
  return answer(link.runId, request, app, link.expiresAt);
}

/** Signed with the key of now, or with the one before, whose links are good until they expire. */
async function readLinkOf(token: string, { linkKey, formerLinkKey }: App): Promise<Link | undefined> {
  const link = readLink(token, await linkKey());
  if (link) return link;
  const former = await formerLinkKey();
  return former && readLink(token, former);
}
