import { EventType, eventTypeName, type HistoryEvent, OrchestrationStatus } from '../history/event';
import { parseStored } from '../json/stored-json';

export interface HistoryOptions {
  showInput: boolean;
  showOutput: boolean;
}

/** Two tasks of a history claim the same number: the real extension gives up on such a history. */
export class AmbiguousHistory extends Error {}

const INTERNAL = [
  'OrchestrationInstance',
  'ParentInstance',
  'Version',
  'EventId',
  'TaskScheduledId',
  'TimerId',
  'IsPlayed',
] as const;

/** A history as callers get to see it: without its machinery, and each answer told together with its question. */
export function viewHistory(history: readonly HistoryEvent[], options: HistoryOptions): Record<string, unknown>[] {
  const questions = findQuestions(history);
  const answered = new Set(history.map(questionOf));
  const shown: Record<string, unknown>[] = [];
  for (const event of history) {
    if (event.EventType === EventType.OrchestratorStarted || event.EventType === EventType.OrchestratorCompleted)
      continue;
    if (isQuestion(event) && answered.has(event.EventId)) continue;
    shown.push(viewEvent(event, questions, options));
  }
  return shown;
}

type Question = Extract<HistoryEvent, { EventType: 4 | 7 }>;

const isQuestion = (event: HistoryEvent): event is Question =>
  event.EventType === EventType.TaskScheduled || event.EventType === EventType.SubOrchestrationInstanceCreated;

const questionOf = (event: HistoryEvent) => ('TaskScheduledId' in event ? event.TaskScheduledId : undefined);

function findQuestions(history: readonly HistoryEvent[]): Map<number, Question> {
  const questions = new Map<number, Question>();
  for (const event of history) {
    if (!isQuestion(event)) continue;
    if (questions.has(event.EventId)) {
      const key = `${eventTypeName(event.EventType)}_${event.EventId}`;
      throw new AmbiguousHistory(`An item with the same key has already been added. Key: ${key}`);
    }
    questions.set(event.EventId, event);
  }
  return questions;
}

function viewEvent(event: HistoryEvent, questions: Map<number, Question>, { showInput, showOutput }: HistoryOptions) {
  const view: Record<string, unknown> = { ...event, EventType: eventTypeName(event.EventType) };
  for (const name of INTERNAL) delete view[name];
  if (!showInput) delete view.Input;
  if ('Result' in event) {
    if (showOutput) view.Result = parseStored(event.Result);
    else delete view.Result;
  }
  switch (event.EventType) {
    case EventType.ExecutionStarted:
      delete view.Tags;
      delete view.Name;
      view.FunctionName = event.Name;
      break;
    case EventType.ExecutionCompleted:
      view.OrchestrationStatus = statusName(event.OrchestrationStatus);
      break;
    case EventType.TaskCompleted:
    case EventType.TaskFailed:
    case EventType.SubOrchestrationInstanceCompleted:
    case EventType.SubOrchestrationInstanceFailed: {
      const question = questions.get(event.TaskScheduledId);
      if (question) {
        view.ScheduledTime = question.Timestamp.replace('Z', '+00:00');
        view.FunctionName = question.Name;
      }
      if (showInput) view.Input = null;
      break;
    }
  }
  return view;
}

function statusName(number: number): string {
  return Object.entries(OrchestrationStatus).find(([, value]) => value === number)?.[0] ?? String(number);
}
