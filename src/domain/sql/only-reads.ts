const STRING_NAME_OR_COMMENT = /'[^']*'|"[^"]*"|`[^`]*`|--[^\n]*|\/\*[\s\S]*?\*\//g;

const READS = /^[\s(]*(?:select|with|values|show|describe|desc|explain|table|list)\b/i;
const MORE = /;\s*\S/;

const CHANGES =
  /\b(?:insert|into|update|delete|merge|create|drop|undrop|alter|truncate|copy|load|call|execute|grant|revoke|restore|repair|refresh|optimize|vacuum)\b/i;

/** What asks others, which may cost or change something there, or may be anybody's code. */
const CALLS =
  /\b(?:http_request|remote_query|vector_search|ai_\w+|(?:try_)?reflect|java_method|identifier)\s*\(|\.\s*\w+\s*\(/i;

/** Where what a text says depends on settings, or on how it is read. */
const UNCLEAR = /['"`\\]|\/\*|\*\/|\$\$|(?:STRING\s*\()/;

const STRING = ' STRING ';

/**
 * Whether running a SQL statement twice is harmless. It takes for reading what is plainly so, and nothing else: a column
 * called `update` makes a statement one that changes something.
 */
export function onlyReads(statement: string): boolean {
  let isPlain = true;
  const text = statement.replace(STRING_NAME_OR_COMMENT, (part) => {
    isPlain &&= isPlainPart(part);
    if (part.startsWith('`')) return part.slice(1, -1).replace(/\W/g, '_');
    return /^['"]/.test(part) ? STRING : ' ';
  });
  return isPlain && READS.test(text) && ![MORE, CHANGES, CALLS, UNCLEAR].some((sign) => sign.test(text));
}

/** Where it ends must be beyond doubt. */
function isPlainPart(part: string): boolean {
  if (part.startsWith('--')) return !/\r(?!$)|\\\r?$/.test(part);
  // A comment may hold another one, and a hint is read.
  if (part.startsWith('/*')) return !part.slice(2).includes('/*') && !/^\/\*\+[\s\S]*['"`]/.test(part);
  return part.startsWith('`') || !part.endsWith(`\\${part.charAt(0)}`);
}
