import type { TypedData } from './functions-core';

/** What a function returned, as a value. Undefined for nothing. */
export function fromTypedData(data: TypedData | null | undefined): unknown {
  if (!data) return undefined;
  if (data.json !== undefined) return JSON.parse(data.json);
  if (data.string !== undefined) return data.string;
  return data.int ?? data.double ?? (data.bytes && Buffer.from(data.bytes).toString('base64'));
}
