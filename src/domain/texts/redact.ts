const REDACTED = '[redacted]';

/** What follows each of these up to the next separator is a secret. */
const SECRETS: readonly RegExp[] = [
  /(Bearer(?:\s|%20)+)[\w.~+/=-]+/gi,
  /()dapi[\w-]+/gi, // a personal access token
  /()dose[0-9a-f]{16,}/gi, // a secret of a service principal
  /()eyJ[\w-]{8,}(?:\.[\w-]*)*/g, // a JWT, also one that was cut
  /((?:[?&;]|%3F|%26)(?:code|sig|token|key)(?:=|%3D))[^&\s"'<>#]+/gi,
  /((?:access_token|refresh_token|client_secret|password|AccountKey|SharedAccessKey)(?:=|%3D))[^&;\s"'<>#]+/gi,
];

/** Takes out what looks like a credential. Rather too much than too little. */
export function redact(text: string): string {
  return SECRETS.reduce((left, secret) => left.replace(secret, `$1${REDACTED}`), text);
}

/** Less of a secret is no use to anybody, and may stand anywhere. */
const SHORTEST_PART = 12;

/** Takes out a credential that is known, whatever it looks like: also escaped, and what is left of one that was cut. */
export function redactSecret(text: string, secret: string): string {
  if (secret === '') return text;
  const inJson = escaped(secret);
  const spellings = new Set([secret, inJson, escaped(inJson), encodeURIComponent(secret.toWellFormed())]);
  return [...spellings].reduce(redactParts, text);
}

const escaped = (text: string) => JSON.stringify(text).slice(1, -1);

function redactParts(text: string, secret: string): string {
  const length = Math.min(secret.length, SHORTEST_PART);
  const parts = new Set<string>();
  for (let at = 0; at + length <= secret.length; at++) parts.add(secret.slice(at, at + length));
  let shown = '';
  let from = 0;
  for (let at = 0; at + length <= text.length; ) {
    const start = at;
    while (parts.has(text.slice(at, at + length))) at += 1;
    if (at === start) {
      at += 1;
      continue;
    }
    shown += text.slice(from, start) + REDACTED;
    at += length - 1; // the last part that was found goes on for as long
    from = at;
  }
  return shown + text.slice(from);
}
