import { z } from 'zod';
import type { Answer } from '../../domain/answer';
import type { PipelineError } from '../../domain/failures/pipeline-failure';
import { cleanText, cleanTrace } from '../../domain/texts/clean-text';
import { redact } from '../../domain/texts/redact';
import type { Ask } from './ask';
import type { Question } from './connection';

/** Each may hold long traces. */
const EVENTS_A_PAGE = 25;
/** A page may be empty although more follow. */
const MOST_PAGES = 5;
const MOST_ERRORS = 50;
const MOST_EXCEPTIONS = 5;
const MOST_MESSAGE = 4_000;
const MOST_NAME = 300;
const MOST_STACK = 3_000;

const text = z.string().nullish();

/** All else is left behind: the details of an event hold the configuration of the pipeline, and so its secrets. */
const eventSchema = z.object({
  message: text,
  level: text,
  origin: z.object({ update_id: text, flow_name: text, dataset_name: text }).nullish(),
  error: z
    .object({
      exceptions: z
        .array(
          z.object({
            class_name: text,
            message: text,
            stack: z
              .array(
                z.object({
                  declaring_class: text,
                  method_name: text,
                  file_name: text,
                  line_number: z.union([z.number(), z.string()]).nullish(),
                }),
              )
              .nullish(),
          }),
        )
        .nullish(),
    })
    .nullish(),
});

type ReportedEvent = z.infer<typeof eventSchema>;
type ReportedException = NonNullable<NonNullable<ReportedEvent['error']>['exceptions']>[number];

const pageSchema = z.looseObject({ events: z.array(eventSchema).optional(), next_page_token: z.string().optional() });

type Page = z.infer<typeof pageSchema>;

/** The log comes newest first. What is older than there is room for has told the same before. */
export async function readPipelineErrors(
  ask: Ask,
  events: Question,
  updateId: string,
): Promise<Answer<PipelineError[]>> {
  const found: ReportedEvent[] = [];
  const filter = `update_id = '${updateId}' AND level = 'ERROR'`;
  let query: Question['query'] = { filter, max_results: EVENTS_A_PAGE };
  for (let asked = 0; asked < MOST_PAGES && found.length < MOST_ERRORS; asked++) {
    const answer: Answer<Page> = await ask({ ...events, query }, pageSchema);
    if (!answer.ok) return answer;
    const { events: listed = [], next_page_token: next }: Page = answer.value;
    // Were the filter ever ignored, the errors of another update could be taken for those of this one.
    found.push(...listed.filter(({ level, origin }) => level === 'ERROR' && origin?.update_id === updateId));
    if (!next) break;
    query = { page_token: next, max_results: EVENTS_A_PAGE }; // a token stands for the filter, too
  }
  return { ok: true, value: found.slice(0, MOST_ERRORS).reverse().map(errorOf) };
}

function errorOf({ message, origin, error }: ReportedEvent): PipelineError {
  const flow = shown(origin?.flow_name || origin?.dataset_name, MOST_NAME);
  return {
    flow: flow || null,
    message: shown(message, MOST_MESSAGE),
    exceptions: ends(error?.exceptions ?? []).map((exception) => ({
      className: shown(exception.class_name, MOST_NAME),
      message: shown(exception.message, MOST_MESSAGE),
      stack: cleanTrace(redact(stackOf(exception)), MOST_STACK),
    })),
  };
}

/** What was thrown, and the causes that lie deepest. */
function ends(exceptions: readonly ReportedException[]): ReportedException[] {
  const [first, ...causes] = exceptions;
  return first ? [first, ...causes.slice(-(MOST_EXCEPTIONS - 1))] : [];
}

function stackOf({ stack }: ReportedException): string {
  const lines = (stack ?? []).map(({ declaring_class, method_name, file_name, line_number }) => {
    const call = [declaring_class, method_name].filter(Boolean).join('.');
    const place = [file_name, line_number].filter((part) => part !== null && part !== undefined).join(':');
    return `  at ${call}${place && ` (${place})`}`;
  });
  return lines.join('\n');
}

/** Not cut before it is redacted: half a secret could no longer be told from other text. */
function shown(value: string | null | undefined, most: number): string {
  return cleanText(redact(value ?? ''), most);
}
