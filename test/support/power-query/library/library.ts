import { invoke } from '../language/functions';
import { type Lazy, ready, type Value } from '../language/values';
import { webFunctions } from '../web/contents';
import { pause, type Web } from '../web/transport';
import { columnFunctions } from './columns';
import { functions, type Library } from './define';
import { jsonFunctions } from './json';
import { listFunctions } from './lists';
import { numberFunctions } from './numbers';
import { recordFunctions } from './records';
import { rowFunctions } from './rows';
import { textFunctions } from './texts';
import { timeFunctions } from './times';
import { constants, typeFunctions } from './types-and-values';

/** What every query can name. The culture is that of the user, or of the model in the service. */
export function libraryFor(web: Web, culture: string): ReadonlyMap<string, Lazy> {
  const library: Library = {
    ...constants,
    ...textFunctions(culture),
    ...numberFunctions(culture),
    ...timeFunctions(culture, web.clock),
    ...listFunctions,
    ...recordFunctions,
    ...rowFunctions,
    ...columnFunctions(culture),
    ...typeFunctions,
    ...jsonFunctions,
    ...webFunctions(web),
    ...functions({ 'Function.InvokeAfter': ['function: function, delay: duration', invokeAfter] }),
  };
  return new Map(Object.entries(library).map(([name, value]) => [name, ready(value)]));

  async function invokeAfter(called: Value, delay: Value): Promise<Value> {
    if (delay.kind === 'duration' && delay.ticks > 0n) await pause(web.clock, Number(delay.ticks / 10_000n));
    return invoke(called, []);
  }
}
