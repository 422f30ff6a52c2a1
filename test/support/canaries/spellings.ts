/** One way in which a secret may be written down. */
export interface Spelling {
  how: string;
  /** Its bytes, one a character, so that a search minds no encoding. */
  bytes: string;
}

/** A secret as it is, and as programs write it when they put it into something else. */
export function spellingsOf(value: string | Buffer): Spelling[] {
  const bytes = Buffer.from(value);
  const all: Readonly<Record<string, string | Buffer>> = {
    'as it is': bytes,
    ...(typeof value === 'string' && textsOf(value)),
    hex: bytes.toString('hex'),
    HEX: bytes.toString('hex').toUpperCase(),
    ...base64(bytes),
  };
  const spelt = Object.entries(all).map(([how, text]) => ({ how, bytes: Buffer.from(text).toString('latin1') }));
  return spelt.filter(({ bytes: one }, index) => spelt.findIndex((other) => other.bytes === one) === index);
}

const textsOf = (text: string) => {
  const json = JSON.stringify(text).slice(1, -1);
  const url = encodeURIComponent(text);
  return {
    'in JSON': json,
    'in JSON in JSON': JSON.stringify(json).slice(1, -1),
    'in an address': url,
    'in an address, with small letters': url.replace(/%../g, (code) => code.toLowerCase()),
    'in a form': new URLSearchParams({ '': text }).toString().slice(1),
    'in HTML': text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;'),
    'in UTF-16': Buffer.from(text, 'utf16le'),
  };
};

/** It looks different after each of the three places in a group at which it may begin; what its neighbours decide is left out. */
function base64(bytes: Buffer): Record<string, string> {
  const spellings = [0, 1, 2].map((before) => {
    const text = Buffer.concat([Buffer.alloc(before), bytes]).toString('base64');
    const inner = text.slice(before === 0 ? 0 : before + 1, text.endsWith('=') ? text.search(/=/) - 1 : undefined);
    return [`base64 after ${before}`, inner] as const;
  });
  const url = spellings.map(([how, text]) => [
    how.replace('base64', 'base64url'),
    text.replaceAll('+', '-').replaceAll('/', '_'),
  ]);
  const escaped = spellings.map(([how, text]) => [`${how}, in an address`, encodeURIComponent(text)]);
  return Object.fromEntries([...spellings, ...url, ...escaped]);
}
