import { isIsoDate, toDotnetDateText } from './json/dotnet-text';

/**
 * What an activity gets for the input of its call, as JSON; undefined for nothing. The library hands texts on as JSON
 * already; booleans pass through .NET as texts, and the type hints of its serializer are eaten.
 */
export function activityInput(input: unknown): string | undefined {
  if (input === undefined || input === null) return undefined;
  if (typeof input === 'string') return isJson(input) ? input : JSON.stringify(input);
  if (typeof input === 'boolean') return input ? '"True"' : '"False"';
  return JSON.stringify(input, (key, value) => (key === '$type' ? undefined : value));
}

type Metadata = Record<string, { json: string } | { string: string }>;

/** What comes with it: the input once more, and the properties of an object one by one. */
export function activityMetadata(input: unknown, value: string): Metadata {
  const metadata: Metadata = { data: { json: typeof input === 'object' ? value : JSON.stringify(input) } };
  const parsed: unknown = JSON.parse(value);
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return metadata;
  for (const [name, property] of Object.entries(parsed)) {
    if (property === null) continue;
    if (typeof property === 'string') {
      metadata[name] = { string: isIsoDate(property) ? toDotnetDateText(property) : property };
    } else metadata[name] = { json: JSON.stringify(property) };
  }
  return metadata;
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
