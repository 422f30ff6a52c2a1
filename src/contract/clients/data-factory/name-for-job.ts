import type { ClientJob } from '../client-job';

/** The most that Data Factory takes for the name of a pipeline. */
const LONGEST = 140;
const FOLDER = 'Databricks jobs';

/** The files of two jobs go into one factory, where a name that is there already means: replace it. */
export const nameForJob = (pipeline: string, job: ClientJob | null): string =>
  job ? `${pipeline}_${plain(job)}`.slice(0, LONGEST) : pipeline;

export const folderFor = (job: ClientJob | null): string => (job ? `${FOLDER}/${plain(job)}` : FOLDER);

/** Letters, digits, `_` and `-` may stand in any name. Aliases and ids have no others. */
const plain = ({ job }: ClientJob) => job.replaceAll(/[^A-Za-z0-9_-]/g, '_');
