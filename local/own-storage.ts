import { type Azurite, startAzurite } from './azurite/azurite';
import type { Log } from './log';

const OWN_STORAGE = 'UseDevelopmentStorage=true';

/** Storage of our own, unless the settings name another. */
export async function ownStorage(data: string, env: NodeJS.ProcessEnv, log: Log): Promise<Azurite | undefined> {
  if ((env.AzureWebJobsStorage || OWN_STORAGE) !== OWN_STORAGE) return undefined;
  const azurite = await startAzurite({ dataDir: data, log });
  env.AzureWebJobsStorage = azurite.connectionString;
  return azurite;
}
