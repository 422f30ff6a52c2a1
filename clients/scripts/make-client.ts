import { clientJobFor, type KnownJob } from '../../src/contract/clients/client-job-for';
import { dataFactoryTemplate } from '../../src/contract/clients/data-factory/template';
import { powerQueryFor } from '../../src/contract/clients/power-query';
import { knownJob } from './known-job';
import type { Options } from './options';

export interface Made {
  text: string;
  /** What the app would have known. */
  note: string;
}

export function makeClient(options: Options): Made {
  const known = knownJob(options);
  return { text: textFor(known, options), note: whatIsMissing(known, options) };
}

function textFor(known: KnownJob, { kind, origin, signIn }: Options): string {
  const job = clientJobFor(known, origin);
  if (kind === 'power-query') return powerQueryFor(job, 'key');
  return `${JSON.stringify(dataFactoryTemplate(job, signIn), null, 2)}\n`;
}

function whatIsMissing({ id, catalog }: KnownJob, { kind, origin }: Options): string {
  const known = catalog
    ? `It has what the job catalog says of ${catalog.alias}; parameters that only the job declares are not in it.`
    : 'Of a job by its id nothing is known here, so there are no parameters in it.';
  return `${known} The app knows them: GET ${origin}/api/jobs/${catalog?.alias ?? id}/${kind}`;
}
