import { parseJson } from './int64-json';

/** What a notebook handed to `dbutils.notebook.exit`, which knows texts only: JSON where it is JSON, else the text. */
export function parseOutput(text: string): unknown {
  try {
    return parseJson(text);
  } catch {
    return text;
  }
}
