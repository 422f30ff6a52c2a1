import type { PipelineProgram } from '../simulation/pipelines/pipeline-program';
import type { JobSettings } from '../simulation/settings';
import type { Program } from '../simulation/tasks/program';

/** A story: a job, and what its tasks do when they run. */
export interface Scenario {
  /** As the control and the command line call it, for example `sales-table`. */
  name: string;
  /** One line for a reader who looks for the right story. */
  about: string;
  /** The id its job gets if it is still free, so that examples can name it. */
  jobId?: bigint;
  /** Ids above 2^53, for everything that follows from it. */
  giantIds?: boolean;
  /** Jobs that this one starts. Its settings are told their ids. */
  needs?: readonly Scenario[];
  /** Pipelines that come with it. */
  pipelines?: readonly PipelineStory[];
  settings: StorySettings | ((needed: readonly bigint[]) => StorySettings);
  /** By path, package or class: see `Program`. */
  programs?: Readonly<Record<string, Program>>;
}

export interface PipelineStory {
  pipelineId: string;
  name: string;
  /** Further settings, which are only given back. */
  spec?: Readonly<Record<string, unknown>>;
  program: PipelineProgram;
}

type StorySettings = Pick<JobSettings, 'name' | 'tasks'> & Partial<JobSettings>;
