import { ref } from '../components';
import { CORRELATION_ID } from '../parameters';
import { answer, BODY_PROBLEMS, guarded, json, problems, refusals, SIGNED_IN } from '../responses';
import type { Paths } from '../types';

export const SERVICE_PATHS: Paths = {
  '/notifications/databricks': {
    post: {
      operationId: 'receiveNotification',
      tags: ['Service'],
      summary: 'Tell that something has happened to a run',
      description:
        'For a notification destination of Databricks. Whoever waits for the run looks at it at once. It is taken all the same when nobody does. An app that has no password for it takes none (404).',
      security: [{ notifier: [] }],
      parameters: [CORRELATION_ID],
      requestBody: { required: true, description: 'What Databricks posts.', content: json(ref('Notification')) },
      responses: {
        202: answer('It is taken.'),
        ...problems('notifierUnknown', 'notificationsOff', ...BODY_PROBLEMS),
      },
    },
  },
  '/openapi.json': {
    get: {
      operationId: 'showOpenApi',
      tags: ['Service'],
      summary: 'Get this document',
      parameters: [CORRELATION_ID],
      responses: {
        200: answer('The document.', json({ type: 'object' })),
        ...SIGNED_IN,
        ...refusals('queryInvalid'),
      },
    },
  },
  '/health': {
    get: {
      operationId: 'health',
      tags: ['Service'],
      summary: 'See whether the app answers',
      description:
        'It looks at nothing else. While the app can not be loaded, the platform answers with another status.',
      security: [],
      responses: { 200: { description: 'The app answers.', content: json(ref('Health')) } },
    },
  },
  '/health/details': {
    get: {
      operationId: 'healthDetails',
      tags: ['Service'],
      summary: 'Let the app check itself',
      description: 'Each check takes 10 seconds at most. A problem comes with what to do about it.',
      parameters: [CORRELATION_ID],
      responses: {
        200: answer('All is well.', json(ref('SelfCheck'))),
        ...guarded(),
        ...refusals('queryInvalid'),
        503: answer('Something is not.', json(ref('SelfCheck'))),
      },
    },
  },
};
