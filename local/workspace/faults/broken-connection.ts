import type { ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import type { HttpResponse } from '../../http';
import type { ConnectionFault, PartSent } from './fault';

/** The answer, and what happens to the connection that should have carried it. */
export function breakConnection(answer: HttpResponse, fault: ConnectionFault): HttpResponse {
  return { ...answer, takeOver: (response) => breakOff(response, answer, fault) };
}

function breakOff(response: ServerResponse, answer: HttpResponse, fault: ConnectionFault): void {
  if (fault.kind === 'reset') reset(response.socket);
  else if (fault.kind === 'cut') sendPart(response, answer, 'half', () => response.socket?.destroy());
  else sendPart(response, answer, fault.sent, () => {});
}

/** Only a socket without TLS can send a reset itself; the client of the other one sees its connection end unasked. */
function reset(socket: Socket | null): void {
  if (socket && !('encrypted' in socket)) socket.resetAndDestroy();
  else socket?.destroy();
}

function sendPart(response: ServerResponse, answer: HttpResponse, part: PartSent, andThen: () => void): void {
  if (part === 'nothing') {
    andThen();
    return;
  }
  // The length promises a byte more than there is, so that no body, however short, arrives whole.
  const body = Buffer.from(answer.body ?? '');
  response.writeHead(answer.status, { ...answer.headers, 'content-length': body.length + 1 });
  response.flushHeaders();
  if (part === 'head') andThen();
  else response.write(body.subarray(0, Math.ceil(body.length / 2)), andThen);
}
