import { expressionError } from '../language/m-error';
import { assertConforms, primitive } from '../language/types';
import type { RecordValue, Value } from '../language/values';
import { numberIn, recordIn, textIn, textsIn, valuesIn } from '../library/define';

/** The options of `Web.Contents`, read. */
export interface WebOptions {
  relativePath: string;
  query: readonly (readonly [name: string, value: string])[];
  headers: Readonly<Record<string, string>>;
  apiKeyName: string | undefined;
  timeoutMs: number;
  excludedFromCacheKey: readonly string[];
  isRetry: boolean;
  manualStatuses: readonly number[];
  content: Uint8Array | undefined;
}

const USUAL_TIMEOUT_MS = 100_000;

const NAMES = [
  'ApiKeyName',
  'Content',
  'ExcludedFromCacheKey',
  'Headers',
  'IsRetry',
  'ManualStatusHandling',
  'Query',
  'RelativePath',
  'Timeout',
];

export async function readOptions(record: RecordValue): Promise<WebOptions> {
  const unknown = [...record.fields.keys()].find((name) => !NAMES.includes(name));
  if (unknown !== undefined) {
    throw expressionError(`'${unknown}' isn't a valid Web.Contents option. Valid options are:\n${NAMES.join(', ')}`);
  }
  const given = async (name: string): Promise<Value | undefined> => {
    const value = await record.fields.get(name)?.();
    return value?.kind === 'null' ? undefined : value;
  };
  const [query, headers, path] = [await given('Query'), await given('Headers'), await given('RelativePath')];
  const [key, excluded, manual] = [
    await given('ApiKeyName'),
    await given('ExcludedFromCacheKey'),
    await given('ManualStatusHandling'),
  ];
  const [isRetry, content] = [await given('IsRetry'), await given('Content')];
  if (isRetry) assertConforms(isRetry, primitive('logical'));
  if (content) assertConforms(content, primitive('binary'));
  return {
    relativePath: path ? textIn(path) : '',
    query: query ? await pairsOf(recordIn(query)) : [],
    headers: Object.fromEntries(headers ? await pairsOf(recordIn(headers)) : []),
    apiKeyName: key && textIn(key),
    timeoutMs: millisecondsOf(await given('Timeout')),
    excludedFromCacheKey: excluded ? await textsIn(excluded) : [],
    isRetry: isRetry?.kind === 'logical' && isRetry.value,
    manualStatuses: manual ? (await valuesIn(manual)).map(numberIn) : [],
    content: content?.kind === 'binary' ? await content.read() : undefined,
  };
}

/** A number is no text here: the request would not be made. */
async function pairsOf(record: RecordValue): Promise<(readonly [string, string])[]> {
  const pairs: (readonly [string, string])[] = [];
  for (const [name, field] of record.fields) {
    const value = await field();
    const values = value.kind === 'list' ? await textsIn(value) : [textIn(value)];
    for (const one of values) pairs.push([name, one]);
  }
  return pairs;
}

function millisecondsOf(timeout: Value | undefined): number {
  if (timeout === undefined) return USUAL_TIMEOUT_MS;
  if (timeout.kind !== 'duration') assertConforms(timeout, primitive('duration'));
  return timeout.kind === 'duration' ? Number(timeout.ticks / 10_000n) : USUAL_TIMEOUT_MS;
}
