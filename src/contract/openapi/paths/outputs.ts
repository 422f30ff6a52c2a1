import { CONTENT_TYPES } from '../../table/format';
import { ref } from '../components';
import { GOES_ON } from '../examples';
import { CHUNK, CORRELATION_ID, FORMAT, inPath, ON_FAILURE, TASK, VIEW, WAIT } from '../parameters';
import { answer, goesOn, guarded, json, runProblems } from '../responses';
import type { Media, Paths, Responses, Schema } from '../types';

const OPTIONS = [WAIT, ON_FAILURE, TASK, CHUNK, VIEW, FORMAT, CORRELATION_ID];
const RUN_ID = inPath('id', 'The id of the run here.', '6f1c2d6e-53a5-4d5c-9b1f-0a64e2d0f3a7');
const TOKEN = inPath('token', 'What the app has made.', 'rt89hc0~run-0001~boE3U00UvdrKSj1VlfCRVA');

const bare = (contentType: string) => contentType.replace(/;.*/, '');

/** JSON, or a table in the other formats. */
export const inFormats = (schema: Schema, examples?: Media['examples']): Record<string, Media> => ({
  ...json(schema, examples),
  [bare(CONTENT_TYPES.csv)]: { schema: { type: 'string' } },
  [bare(CONTENT_TYPES.ndjson)]: { schema: { type: 'string' } },
});

const OUTPUT: Responses = {
  200: answer(
    'What the run has left: one output as it is, several by their tasks. With `onFailure=200` also the run.',
    inFormats({}),
    'x-output-truncated',
    'x-output-chunks',
  ),
  202: goesOn('Run', GOES_ON),
  204: answer('The run has ended well, and has left nothing.'),
};

export const OUTPUT_PATHS: Paths = {
  '/runs/{id}/output': {
    get: {
      operationId: 'showOutput',
      tags: ['Runs'],
      summary: 'Get what a run has left',
      parameters: [RUN_ID, ...OPTIONS],
      responses: {
        ...OUTPUT,
        ...guarded(),
        ...runProblems(
          'queryInvalid',
          'taskNeeded',
          'chunkNeeded',
          'runUnknown',
          'taskUnknown',
          'chunkUnknown',
          'taskNotCollected',
          'outputGone',
          'outputNotTabular',
          'outputTruncated',
          'outputUnavailable',
        ),
      },
    },
  },
  '/links/{token}': {
    get: {
      operationId: 'openLink',
      tags: ['Runs'],
      summary: 'Follow a run without a key',
      description:
        'A link shows a run, or its output, to whoever has it, and takes the options of what it shows: `task`, `chunk`, `view` and `format` are refused by one that shows the run. It lives a day longer than the run may take.',
      security: [],
      parameters: [TOKEN, ...OPTIONS],
      responses: {
        ...OUTPUT,
        200: answer(
          'The run, or what it has left, as the link says.',
          inFormats({ anyOf: [ref('Run'), {}] }),
          'x-output-truncated',
          'x-output-chunks',
        ),
        ...runProblems(
          'queryInvalid',
          'taskNeeded',
          'chunkNeeded',
          'linkUnknown',
          'runUnknown',
          'taskUnknown',
          'chunkUnknown',
          'taskNotCollected',
          'linkExpired',
          'outputGone',
          'outputNotTabular',
          'outputTruncated',
          'outputUnavailable',
        ),
      },
    },
  },
};
