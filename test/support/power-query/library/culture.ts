import { NotSimulated } from '../language/m-error';
import type { Value } from '../language/values';

/** How numbers and days are written somewhere. */
export interface Culture {
  readonly decimal: string;
  readonly group: string;
  readonly dayFirst: boolean;
}

const CULTURES: Readonly<Record<string, Culture>> = {
  '': { decimal: '.', group: ',', dayFirst: false },
  'en-us': { decimal: '.', group: ',', dayFirst: false },
  'es-es': { decimal: ',', group: '.', dayFirst: true },
};

/** The one that is given, or else that of the user. */
export function cultureOf(given: Value | undefined, ofUser: string): Culture {
  const name = given?.kind === 'text' ? given.value : ofUser;
  const culture = CULTURES[name.toLowerCase()];
  if (culture) return culture;
  throw new NotSimulated(`the culture ${name}`);
}
