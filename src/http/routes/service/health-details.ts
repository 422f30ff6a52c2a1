import type { HttpRequest, HttpResponseInit } from '@azure/functions';
import type { Check, SelfCheck } from '../../../contract/self-check';
import { redact } from '../../../domain/texts/redact';
import type { App } from '../../app';
import { ownCatalog } from '../../callers/own-jobs';
import { checkCatalog } from '../../checks/catalog';
import { type Finding, type Look, troubled } from '../../checks/finding';
import { checkRuns } from '../../checks/runs';
import { checkStorage } from '../../checks/storage';
import { checkSettings, checkToken, checkWorkspace } from '../../checks/workspace';
import { refuseUnknownOptions } from '../../reading/query';

const CHECKS: Readonly<Record<Check['name'], Look>> = {
  settings: checkSettings,
  token: checkToken,
  workspace: checkWorkspace,
  storage: checkStorage,
  catalog: checkCatalog,
  runs: checkRuns,
};

const TIME_LIMIT_SECONDS = 10;

/** `GET /health/details`: whether the app can do its work, and what to do if it can not. It starts nothing. */
export async function healthDetails({ query }: HttpRequest, app: App): Promise<HttpResponseInit> {
  refuseUnknownOptions(query, []);
  const own = { ...app, catalog: ownCatalog(app) };
  const names = Object.keys(CHECKS) as Check['name'][];
  const checks = await Promise.all(names.map(async (name) => toCheck(name, await lookInTime(CHECKS[name], own))));
  const body: SelfCheck = { status: checks.every(({ status }) => status === 'ok') ? 'ok' : 'failing', checks };
  return { status: body.status === 'ok' ? 200 : 503, jsonBody: body };
}

/** A check that hangs or throws must not hide what the others have found. */
async function lookInTime(look: Look, app: App): Promise<Finding> {
  const timeIsUp = app
    .sleep(TIME_LIMIT_SECONDS * 1000)
    .then(() => troubled('The check was given up.', `There was no answer within ${TIME_LIMIT_SECONDS} seconds.`, WAIT));
  try {
    return await Promise.race([look(app), timeIsUp]);
  } catch (error) {
    return troubled('The check was given up.', error instanceof Error ? error.message : String(error), SEE_LOG);
  }
}

const WAIT = 'Try again. If it stays so, see what the other checks say, and whether the network lets the app through.';
const SEE_LOG = 'See what the other checks say, and look into the log of the app.';

function toCheck(name: Check['name'], { detail, problems }: Finding): Check {
  return {
    name,
    status: problems.length === 0 ? 'ok' : 'failing',
    detail: redact(detail),
    problems: problems.map(({ problem, whatToDo }) => ({ problem: redact(problem), whatToDo })),
  };
}
