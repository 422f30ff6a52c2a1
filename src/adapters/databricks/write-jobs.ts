import { z } from 'zod';
import type { Answer } from '../../domain/answer';
import type { Ask } from './ask';
import { bareId, withBareIds } from './bare-ids';
import { doneSchema } from './done-schema';
import { idSchema } from './id-schema';

type Fields = Readonly<Record<string, unknown>>;

/** A body of jobs/update, in Databricks' own words. */
interface JobChange {
  new_settings?: Fields | undefined;
  fields_to_remove?: readonly string[] | undefined;
}

export interface JobWriting {
  /** A body of jobs/create, in Databricks' own words. There is no token for it: asked twice, it makes two jobs. */
  createJob(body: Fields): Promise<Answer<{ id: string }>>;
  updateJob(jobId: string, change: JobChange): Promise<Answer<void>>;
  /** Its runs that go on are cancelled. */
  deleteJob(jobId: string): Promise<Answer<void>>;
}

const createdSchema = z.looseObject({ job_id: idSchema }).transform(({ job_id }) => ({ id: job_id }));

export const createJobWriting = (ask: Ask): JobWriting => ({
  createJob: (job) => {
    const body = withBareIds(job);
    return ask({ method: 'POST', path: 'jobs/create', body, secrets: textsToHide(job) }, createdSchema);
  },
  updateJob: (jobId, change) => {
    const { new_settings: settings } = change;
    const body = { job_id: bareId(jobId), ...change, ...(settings && { new_settings: withBareIds(settings) }) };
    return ask({ method: 'POST', path: 'jobs/update', body, secrets: textsToHide(change) }, doneSchema);
  },
  deleteJob: (jobId) => ask({ method: 'POST', path: 'jobs/delete', body: { job_id: bareId(jobId) } }, doneSchema),
});

/** Under these names people put secrets, although they should not. */
const SECRET_PLACES = ['spark_conf', 'spark_env_vars', 'basic_auth', 'custom_tags'];
/** Shorter texts are no secrets, and to hide them would hide half of the explanation. */
const SHORTEST_SECRET = 6;

/** What Databricks must not be quoted with when it explains what is wrong with a job. */
function textsToHide(value: unknown, isSecret = false): string[] {
  if (typeof value === 'string') return isSecret && value.length >= SHORTEST_SECRET ? [value] : [];
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, part]) => textsToHide(part, isSecret || SECRET_PLACES.includes(name)));
}
