import type { TokenCredential } from '@azure/identity';
import type { SecretClientOptions } from '@azure/keyvault-secrets';

const RETRIES = { maxRetries: 2, retryDelayInMs: 500, maxRetryDelayInMs: 1000 };

/** Without a version in its URL, the newest one: so a rotation needs no change of settings. */
export async function readKeyVaultSecret(
  secretUrl: string,
  credential: TokenCredential,
  options: SecretClientOptions = {},
): Promise<string | undefined> {
  const { SecretClient } = await import('@azure/keyvault-secrets');
  const { origin, pathname } = new URL(secretUrl);
  const [, , name = '', version] = pathname.split('/');
  const client = new SecretClient(origin, credential, { retryOptions: RETRIES, ...options });
  let status = 0;
  const onResponse = (response: { status: number }) => {
    status = response.status;
  };
  try {
    const { value } = await client.getSecret(name, { onResponse, ...(version && { version }) });
    return value;
  } catch (error) {
    if (error instanceof TypeError && status > 0) throw unreadable(status, error);
    throw error;
  }
}

/** The client trips over what is not JSON, as the page of a proxy, and loses its status. */
function unreadable(status: number, cause: Error): Error {
  return Object.assign(new Error('The answer can not be read.', { cause }), {
    statusCode: status < 400 ? 502 : status,
  });
}
