import { answering, play } from '../../support/data-factory/made-up-factory';
import type { Activity } from '../../support/data-factory/pipeline/definition';
import type { WebAnswer } from '../../support/data-factory/services/web';
import { ownTime, type VirtualClock } from '../../support/virtual-clock';

let clock: VirtualClock;
ownTime((given) => {
  clock = given;
});

const after = (seconds: number) => new Promise<void>((resolve) => void setTimeout(resolve, seconds * 1000));

describe('an Azure Function activity', () => {
  const vault = { url: 'https://v.vault.azure.net', secrets: { key: 'SECRET' } };
  const store = { referenceName: 'Vault', type: 'LinkedServiceReference' };
  const byKey = { functionKey: { type: 'AzureKeyVaultSecret', store, secretName: 'key' } };
  const runs = (by: object = byKey, endpoint: () => WebAnswer | Promise<WebAnswer> = () => answering({})) => {
    const activity: Activity = {
      name: 'Call',
      type: 'AzureFunctionActivity',
      linkedServiceName: { referenceName: 'App', type: 'LinkedServiceReference' },
      typeProperties: { method: 'POST', functionName: 'runs?wait=200', body: { job: 1 } },
    };
    const linkedServices = [
      { name: 'Vault', type: 'AzureKeyVault', typeProperties: { baseUrl: vault.url } },
      { name: 'App', type: 'AzureFunction', typeProperties: { functionAppUrl: 'https://app', ...by } },
    ];
    return play(clock, { vault, linkedServices, activities: [activity], endpoint });
  };

  test('asks its function app, with the key out of the vault', async () => {
    const { requests, log } = await runs();
    const headers = { 'x-functions-key': 'SECRET' };
    expect(requests).toEqual([{ method: 'POST', url: 'https://app/api/runs?wait=200', headers, body: '{"job":1}' }]);
    expect(JSON.stringify(log)).not.toContain('SECRET');
  });

  test('or with the token of the managed identity', async () => {
    const { requests } = await runs({ authentication: 'MSI', resourceId: 'api://app' });
    expect(requests[0]?.headers).toEqual({ Authorization: 'Bearer token-for-api://app' });
  });

  test('takes 202 for an answer like others', async () => {
    const { of, requests } = await runs(byKey, () => answering({ id: 1 }, 202, { location: 'https://app/link' }));
    expect([of('Call').output, requests.length]).toEqual([{ id: 1 }, 1]);
  });

  test.each<[string, number, string, string]>([
    ['a refusal', 424, '{"detail":"no"}', 'failed with status-\'424\' and message - \'{"detail":"no"}\''],
    ['an array', 200, '[]', 'not a valid JObject'],
    ['nothing', 204, '', 'not a valid JObject'],
  ])('fails by %s', async (_, status, body, message) => {
    expect((await runs(byKey, () => answering(body, status))).message).toContain(message);
  });

  test.each([
    [229, 'Succeeded', 229],
    [231, 'Failed', 230],
  ])('waits for 230 seconds at most: %d s', async (takes, expected, took) => {
    const slowly = async () => {
      await after(takes);
      return answering({});
    };
    const { status, seconds } = await runs(byKey, slowly);
    expect([status, seconds]).toEqual([expected, took]);
  });
});
