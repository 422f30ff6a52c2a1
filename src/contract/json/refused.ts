import { lineAndColumn, type Place, pathText } from './place';

export type JsonRefusal = 'bodyNotJson' | 'bodyTooLarge' | 'bodyTooDeep' | 'duplicateField' | 'fieldNotAllowed';

/** Leaves the reader at the first thing that is wrong. Its text names places and fields, and repeats no value. */
export class JsonRefused extends Error {
  override readonly name = 'JsonRefused';

  constructor(
    readonly code: JsonRefusal,
    detail: string,
  ) {
    super(detail);
  }
}

/** What is wrong with the syntax, or with a value, at a place. */
export function notJson(place: Place, complaint: string, at = place.at): JsonRefused {
  const inside = place.path.length > 0 ? `, in ${pathText(place.path)}` : '';
  return new JsonRefused(
    'bodyNotJson',
    `${place.what} can't be read as JSON: ${complaint} (${lineAndColumn({ text: place.text, at })}${inside}).`,
  );
}
