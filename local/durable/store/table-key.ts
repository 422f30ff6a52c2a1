/**
 * Instance ids may hold characters that a table key may not. Those are written as `^` and four hexadecimal digits; all
 * others stay, so that keys are readable and hardly longer than their ids. Lists of instances are in the order of keys.
 */
export function toKey(instanceId: string): string {
  return instanceId
    .toWellFormed()
    .replace(FORBIDDEN, (character) => `^${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

export function fromKey(key: string): string {
  return key.replace(/\^([0-9a-f]{4})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));
}

// Slashes, number sign, question mark and control characters by the rules of tables; a percent sign and a quote because
// they mean something on the way there.
const FORBIDDEN = /[/\\#?%'^\p{Cc}]/gu;
