import { type ExecutionCompleted, OrchestrationStatus, type ParentInstance, type ReceivedEvent } from './history/event';
import { subOrchestrationCompleted, subOrchestrationFailed } from './history/new-event';
import type { Instance } from './instance';

/** What a child is told of the task of its parent that it stands for. */
export function asParent(parent: Instance, taskId: number): ParentInstance {
  return {
    OrchestrationInstance: { InstanceId: parent.instanceId, ExecutionId: parent.executionId },
    Name: parent.name,
    TaskScheduleId: taskId,
    Version: parent.version,
  };
}

export function isChildOf({ parent: caller }: Instance, parent: Instance, taskId: number): boolean {
  return caller?.OrchestrationInstance.ExecutionId === parent.executionId && caller.TaskScheduleId === taskId;
}

/** How the end of a child is told to its parent. */
export function endOfChild(end: ExecutionCompleted, taskId: number, now: number): ReceivedEvent {
  if (end.OrchestrationStatus === OrchestrationStatus.Completed) {
    return subOrchestrationCompleted(now, taskId, end.Result);
  }
  return subOrchestrationFailed(now, taskId, {
    Reason: end.Result,
    // Without details the library fails to read the event, and the parent ends as non-deterministic: as in Azure.
    Details: end.OrchestrationStatus === OrchestrationStatus.Failed ? childFailure(end.Result) : null,
    FailureDetails: end.FailureDetails,
  });
}

/** What a parent gets to see of a child that failed. */
function childFailure(output: string | null): string {
  const message = (output ?? '').replace(/^Orchestrator function '[^']*' failed: /, '');
  return `Message: ${message}, StackTrace:    at the orchestrator function, in the embedded host`;
}
