import { createServer } from 'node:net';
import type { Ports } from './connection-string';

/** Where every tool that knows Azurite looks for it. */
export const DEFAULT_PORTS: Ports = { blob: 10000, queue: 10001, table: 10002 };

/** The system picks three free ones, and no other process can take them in between. */
export const ANY_PORTS: Ports = { blob: 0, queue: 0, table: 0 };

/** Looks before Azurite is started, which takes longer. Azurite may still find one taken. */
export async function areFree({ blob, queue, table }: Ports): Promise<boolean> {
  return (await isFree(blob)) && (await isFree(queue)) && (await isFree(table));
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
