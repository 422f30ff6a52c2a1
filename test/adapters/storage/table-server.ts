import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface TableServer {
  /** A storage account of which only the tables are used. */
  connectionString: string;
  close(): Promise<void>;
}

export async function startTableServer(
  answer: (request: IncomingMessage, response: ServerResponse) => void,
): Promise<TableServer> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const url = `http://127.0.0.1:${port}/devstoreaccount1`;
  return {
    connectionString: `DefaultEndpointsProtocol=http;AccountName=devstoreaccount1;AccountKey=a2V5;TableEndpoint=${url};BlobEndpoint=${url};`,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** Hands every request on. What `loses` tells is done, and its answer is lost on the way back. */
export async function startLossyTables(
  connectionString: string,
  loses: (request: IncomingMessage) => boolean,
): Promise<TableServer> {
  const endpoint = /TableEndpoint=([^;]+)/.exec(connectionString)?.[1] ?? '';
  const server = await startTableServer((incoming, response) => {
    const { method, headers, url } = incoming;
    const outgoing = request(new URL(String(url), endpoint), { method, headers }, (answer) => {
      if (loses(incoming)) {
        answer.resume().once('end', () => incoming.socket.destroy());
        return;
      }
      response.writeHead(answer.statusCode ?? 500, answer.headers);
      answer.pipe(response);
    });
    incoming.pipe(outgoing);
  });
  const own = /TableEndpoint=([^;]+)/.exec(server.connectionString)?.[1] ?? '';
  return { ...server, connectionString: connectionString.replace(endpoint, own) };
}
