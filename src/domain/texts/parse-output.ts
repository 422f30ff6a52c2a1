import { parseJson } from './int64-json';

/** What a value goes through on its way takes no more than 64 levels, some of which are needed around it. */
const DEEPEST = 32;

/** What a notebook handed to `dbutils.notebook.exit`, which knows texts only: JSON where it is JSON, else the text. */
export function parseOutput(text: string): unknown {
  if (isDeeperThan(DEEPEST, text)) return text;
  try {
    return parseJson(text);
  } catch {
    return text;
  }
}

/** Brackets in strings do not count. Of a text that is no JSON the answer does not matter. */
function isDeeperThan(most: number, text: string): boolean {
  let depth = 0;
  let isInString = false;
  for (let at = 0; at < text.length; at++) {
    const character = text[at];
    if (isInString) {
      if (character === '\\') at += 1;
      else if (character === '"') isInString = false;
    } else if (character === '"') isInString = true;
    else if (character === '[' || character === '{') depth += 1;
    else if (character === ']' || character === '}') depth -= 1;
    if (depth > most) return true;
  }
  return false;
}
