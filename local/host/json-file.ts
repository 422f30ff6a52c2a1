import { readFileSync } from 'node:fs';
import { StartupError } from '../startup-error';

/** What a file holds, as JSON with or without a byte order mark. Undefined when there is no such file. */
export function readJsonFile(file: string): Record<string, unknown> | undefined {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw new StartupError(`Cannot read ${file}: ${(error as Error).message}`);
  }
  try {
    const value: unknown = JSON.parse(text.replace(/^\uFEFF/, ''));
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch (error) {
    throw new StartupError(`Cannot read ${file}: ${withoutQuotation((error as Error).message)}`);
  }
  throw new StartupError(`${file} must hold a JSON object.`);
}

/** The parser quotes the text around what it could not read: that may be a secret, and run over several lines. */
function withoutQuotation(message: string): string {
  return message.replace(/(?:\.\.\.)?"[\s\S]*"(?:\.\.\.)? is not valid JSON$/, 'this is not valid JSON');
}
