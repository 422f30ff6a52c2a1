const { app } = require('@azure/functions');
const df = require('durable-functions');

/** One activity after the other: each answer is an episode of its own. */
df.app.orchestration('chain', function* (context) {
  const { activities } = context.df.getInput();
  for (let number = 0; number < activities; number++) yield context.df.callActivity('noop', { number });
  return activities;
});

df.app.activity('noop', { handler: async ({ number }) => number });

app.http('start', {
  methods: ['POST'],
  extraInputs: [df.input.durableClient()],
  handler: async (request, context) => {
    const client = df.getClient(context);
    const id = await client.startNew('chain', { input: await request.json() });
    return client.createCheckStatusResponse(request, id);
  },
});
