import type { HttpHandler } from '../http';
import type { ControlledWorkspace } from './control';
import { everyScenario } from './scenarios/every-scenario';
import { createWorkspace, type WorkspaceOptions } from './workspace';

export interface ResettableWorkspace extends ControlledWorkspace {
  handle: HttpHandler;
  /** Nothing happens by itself from here on. */
  stop(): void;
}

/** A workspace that can be made anew while its address stays the same. Ids are text from here on. */
export function createResettableWorkspace(options: WorkspaceOptions): ResettableWorkspace {
  let workspace = createWorkspace(options);
  return {
    handle: (request) => workspace.handle(request),
    scenarios: () => everyScenario.map(({ name, about }) => ({ name, about })),
    jobs: () => workspace.jobs().map(({ jobId, name }) => ({ job_id: String(jobId), name })),
    addJob(scenarioName, name) {
      const scenario = everyScenario.find((candidate) => candidate.name === scenarioName);
      if (!scenario) return undefined;
      const jobId = workspace.createJob(scenario, name);
      const job = workspace.jobs().find((candidate) => candidate.jobId === jobId);
      return job && { job_id: String(jobId), name: job.name };
    },
    get settings() {
      return workspace.settings;
    },
    get tokens() {
      return workspace.tokens;
    },
    reset() {
      workspace.stop();
      workspace = createWorkspace({ ...options, ...workspace.settings });
    },
    stop: () => workspace.stop(),
  };
}
