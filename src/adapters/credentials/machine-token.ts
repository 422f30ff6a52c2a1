import axios, { type AxiosAdapter } from 'axios';
import { z } from 'zod';

const grantSchema = z.looseObject({ access_token: z.string().min(1), expires_in: z.number().positive() });
const refusalSchema = z.looseObject({ error: z.string() });

const TIMEOUT_MS = 10_000;

export interface MachineGrant {
  token: string;
  expiresInMs: number;
}

/** Databricks' own OAuth for machines: the workspace gives a token to a service principal that shows its secret. */
export async function askMachineToken(
  host: string,
  clientId: string,
  secret: string,
  transport?: AxiosAdapter,
): Promise<MachineGrant> {
  const asking = axios.request<unknown>({
    method: 'POST',
    url: `${host}/oidc/v1/token`,
    data: 'grant_type=client_credentials&scope=all-apis',
    headers: {
      Authorization: `Basic ${Buffer.from(`${clientId}:${secret}`).toString('base64')}`,
      'Content-Type': 'application/x-www-form-urlencoded',
      Accept: 'application/json',
    },
    maxRedirects: 0, // or the secret would go wherever a redirect points to
    validateStatus: () => true,
    signal: AbortSignal.timeout(TIMEOUT_MS),
    ...(transport && { adapter: transport }),
  });
  const { status, data } = await asking.catch((cause: unknown) => {
    throw Object.assign(new Error('The workspace gave no answer.', { cause }), { code: 'network_error' });
  });
  const grant = grantSchema.safeParse(data);
  if (status === 200 && grant.success) {
    return { token: grant.data.access_token, expiresInMs: grant.data.expires_in * 1000 };
  }
  const code = refusalSchema.safeParse(data).data?.error;
  throw Object.assign(new Error('The workspace gave no token.'), { statusCode: status < 400 ? 502 : status, code });
}
