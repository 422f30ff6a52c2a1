/** Encodes and decodes as .NET's WebUtility does, which the durable extension uses for ids in URLs. */
export function encodeUrlText(text: string): string {
  return encodeURIComponent(text.toWellFormed())
    .replaceAll('%20', '+')
    .replace(/[~']/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** A broken escape stays as it is. */
export function decodeUrlText(text: string): string {
  return decodeEscapes(text.replaceAll('+', ' '));
}

export function decodeEscapes(text: string): string {
  return text.replace(/(%[0-9a-f]{2})+/gi, (run) => {
    try {
      return decodeURIComponent(run);
    } catch {
      return run;
    }
  });
}
