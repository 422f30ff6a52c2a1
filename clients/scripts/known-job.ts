import { readCatalog } from '../../src/config/catalog';
import type { KnownJob } from '../../src/contract/clients/client-job-for';
import { catalogPart } from '../../src/contract/jobs/job-view';
import { isJobId, jobSchema } from '../../src/contract/runs/request/run-request';
import { CannotGoOn } from './cannot-go-on';
import type { Options } from './options';

/** What can be known of a job without Databricks. */
export function knownJob({
  job,
  jobsFile,
  jobsFileIsOptional,
}: Pick<Options, 'job' | 'jobsFile' | 'jobsFileIsOptional'>): KnownJob {
  const asked = jobSchema.safeParse(job);
  if (asked.success && isJobId(asked.data)) return { id: asked.data, parameters: [], catalog: null };
  const catalog = readCatalog({ jobsFile, jobsFileIsOptional });
  const entry = catalog.get(job);
  if (entry) return { id: entry.job, parameters: [], catalog: catalogPart(job, entry) };
  const aliases = catalog.size > 0 ? `It has ${[...catalog.keys()].sort().join(', ')}.` : 'It has none.';
  throw new CannotGoOn(
    `The job catalog ${jobsFile} has no alias ${job}. ${aliases} The id of a job will do, too. By its name only the app knows a job.`,
  );
}
