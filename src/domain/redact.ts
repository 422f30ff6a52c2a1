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

/** Takes out a credential that is known, whatever it looks like. */
export function redactSecret(text: string, secret: string): string {
  return secret === '' ? text : text.replaceAll(secret, REDACTED);
}
