export interface Ports {
  blob: number;
  queue: number;
  table: number;
}

/** The account that every storage emulator has. It is public, and opens nothing else. */
const ACCOUNT = 'devstoreaccount1';
const KEY = 'Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==';

export const endpoint = (port: number) => `http://127.0.0.1:${port}/${ACCOUNT}`;

export function connectionString({ blob, queue, table }: Ports): string {
  const parts = {
    DefaultEndpointsProtocol: 'http',
    AccountName: ACCOUNT,
    AccountKey: KEY,
    BlobEndpoint: endpoint(blob),
    QueueEndpoint: endpoint(queue),
    TableEndpoint: endpoint(table),
  };
  return Object.entries(parts)
    .map(([name, value]) => `${name}=${value};`)
    .join('');
}
