import { instanceUrls } from '../../local/durable/management/instance-urls';
import type { HttpHandler } from '../../local/http';
import { createInstances, type Instances } from '../../src/adapters/durable/instances';
import { ask } from './in-memory-host';

/** The orchestrations of the app on an engine in memory: the library's client, with its requests answered without a socket. */
export function memoryInstances(management: HttpHandler, systemKey = 'KEY'): Instances {
  const base = '/runtime/webhooks/durabletask';
  const send = async (method: string, path: string, body?: unknown) => {
    const headers = { 'content-type': 'application/json' };
    const answer = await ask(management, method, `${base}/${path}`, { headers, body: JSON.stringify(body) ?? '' });
    const text = String(answer.body ?? '');
    return { status: answer.status, data: text === '' ? undefined : JSON.parse(text) };
  };
  const refuse = (what: string, status: number) => new Error(`${what}: status code: ${status}, HTTP ${status}`);

  return createInstances({
    async startNew(name: string, { instanceId, input }: { instanceId: string; input: unknown }) {
      const { status } = await send('POST', `orchestrators/${name}/${instanceId}`, input);
      if (status !== 202) throw refuse('start', status);
      return instanceId;
    },
    async getStatus(id: string) {
      const { status, data } = await send('GET', `instances/${id}`);
      if (status === 404) throw refuse('read', status);
      return data;
    },
    async getStatusBy(filter: { createdTimeFrom: Date; createdTimeTo: Date; runtimeStatus: string[] }) {
      const { createdTimeFrom: from, createdTimeTo: to, runtimeStatus } = filter;
      const query = `createdTimeFrom=${from.toISOString()}&createdTimeTo=${to.toISOString()}&runtimeStatus=${runtimeStatus}`;
      return (await send('GET', `instances/?top=100000&${query}`)).data;
    },
    async purgeInstanceHistory(id: string) {
      const { status, data } = await send('DELETE', `instances/${id}`);
      if (status === 404) return { instancesDeleted: 0 };
      if (status !== 200) throw refuse('purge', status);
      return data;
    },
    async raiseEvent(id: string, name: string, value: unknown) {
      await send('POST', `instances/${id}/raiseEvent/${name}`, value);
    },
    createHttpManagementPayload: (id: string) => ({
      id,
      ...instanceUrls(`https://elsewhere${base}`, id, { hubName: 'Hub', systemKey }),
    }),
  } as never);
}
