export const FORMATS = ['json', 'csv', 'ndjson'] as const;

export type Format = (typeof FORMATS)[number];

export const CONTENT_TYPES: Readonly<Record<Format, string>> = {
  json: 'application/json; charset=utf-8',
  csv: 'text/csv; charset=utf-8',
  ndjson: 'application/x-ndjson; charset=utf-8',
};

const MEDIA_TYPES: Readonly<Record<Format, readonly string[]>> = {
  json: ['application/json'],
  csv: ['text/csv'],
  ndjson: ['application/x-ndjson', 'application/ndjson', 'application/jsonl'],
};

/**
 * The format of a table: what the query asks for, else what `Accept` likes best, else JSON, also for who accepts none of
 * them. Undefined if the query names a format that does not exist.
 */
export function pickFormat(formatQuery: string | null, accept: string | null): Format | undefined {
  if (formatQuery !== null) return FORMATS.find((format) => format === formatQuery.toLowerCase());
  const ranges = mediaRanges(accept ?? '');
  const [best] = FORMATS.map((format) => ({ format, ...match(format, ranges) }))
    .filter(({ quality }) => quality > 0)
    .sort((a, b) => b.quality - a.quality || b.exactness - a.exactness || a.position - b.position);
  return best?.format ?? 'json';
}

interface MediaRange {
  type: string;
  quality: number;
  position: number;
}

function mediaRanges(accept: string): MediaRange[] {
  return accept.split(',').map((range, position) => {
    const [type = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2);
    return { type, quality: weight === undefined ? 1 : Number(weight) || 0, position };
  });
}

// The most exact range decides (RFC 9110, 12.5.1), so that `text/csv;q=0, */*` refuses CSV.
function match(format: Format, ranges: readonly MediaRange[]) {
  const levels = [['*/*'], MEDIA_TYPES[format].map((type) => type.replace(/\/.*/, '/*')), MEDIA_TYPES[format]];
  const none = { quality: 0, exactness: -1, position: -1 };
  return levels.reduce((found, types, exactness) => {
    const range = ranges.find(({ type }) => types.includes(type));
    return range ? { ...range, exactness } : found;
  }, none);
}
