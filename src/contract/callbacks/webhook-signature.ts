import { createHmac } from 'node:crypto';

const SECRET = /^whsec_([A-Za-z0-9+/]{32,88}={0,2})$/;

/** The bytes of a secret as Standard Webhooks write it; undefined if it is none, or shorter than 24 bytes. */
export function readWebhookSecret(text: string): Buffer | undefined {
  const [, encoded] = SECRET.exec(text) ?? [];
  return encoded === undefined ? undefined : Buffer.from(encoded, 'base64');
}

export interface SignedMessage {
  /** The same for every try, so that a receiver can tell a repetition. */
  id: string;
  /** In milliseconds. */
  now: number;
  body: string;
}

/** The headers by which a receiver knows that this app has sent a body, and when: those of Standard Webhooks. */
export function webhookHeaders({ id, now, body }: SignedMessage, secret: Buffer): Record<string, string> {
  const timestamp = String(Math.floor(now / 1000));
  const signature = createHmac('sha256', secret).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': `v1,${signature}` };
}
