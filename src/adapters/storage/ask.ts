import { StorageUnavailable } from '../../contract/storage-unavailable';
import { errorCode, isUnavailable } from './storage-error';

/** Sends a request to one table or container. It is made when the request finds it missing, and the request sent again. */
export type Ask<Client> = <T>(request: (client: Client, options: RequestOptions) => Promise<T>) => Promise<T>;

export interface RequestOptions {
  abortSignal: AbortSignal;
}

export interface Asked<Client> {
  client: Client;
  /** Does nothing when it is there already. */
  create(client: Client, options: RequestOptions): Promise<unknown>;
  missing: 'TableNotFound' | 'ContainerNotFound';
}

export function askFor<Client>({ client, create, missing }: Asked<Client>, giveUpAfterMs: number): Ask<Client> {
  let creating: Promise<unknown> | undefined;

  /** However many requests find it missing, one creates it. */
  function createOnce(): Promise<unknown> {
    creating ??= inTime((options) => create(client, options)).finally(() => {
      creating = undefined;
    });
    return creating;
  }

  /** The clients try again by themselves, but would wait for an answer without end. */
  async function inTime<T>(request: (options: RequestOptions) => Promise<T>): Promise<T> {
    const abortSignal = AbortSignal.timeout(giveUpAfterMs);
    try {
      return await request({ abortSignal });
    } catch (cause) {
      if (abortSignal.aborted) throw unavailable(`gave no answer for ${giveUpAfterMs / 1000} seconds`, cause);
      throw isUnavailable(cause) ? unavailable(`is not available: ${errorCode(cause)}`, cause) : cause;
    }
  }

  return async (request) => {
    try {
      return await inTime((options) => request(client, options));
    } catch (error) {
      if (errorCode(error) !== missing) throw error;
      await createOnce();
      return await inTime((options) => request(client, options));
    }
  };
}

const unavailable = (what: string, cause: unknown) => new StorageUnavailable(`the storage account ${what}`, { cause });
