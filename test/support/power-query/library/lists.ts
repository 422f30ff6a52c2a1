import { compare, equal } from '../language/compare';
import { invoke } from '../language/functions';
import { expressionError } from '../language/m-error';
import {
  type Lazy,
  type ListValue,
  lazy,
  listOf,
  logical,
  nullValue,
  number,
  ready,
  type Value,
} from '../language/values';
import { functions, isNull, itemsIn, type Library, valuesIn } from './define';

const streamed = (items: () => AsyncIterable<Lazy>): ListValue => ({ kind: 'list', items });

const listIn = (value: Value): ListValue => {
  if (value.kind === 'list') return value;
  throw expressionError('A list is needed here.');
};

/** Goes on from one value to the next for as long as the condition holds. Whoever goes through it twice, makes it twice. */
function generated(initial: Value, condition: Value, next: Value, selector: Value): ListValue {
  return streamed(async function* () {
    for (let value = await invoke(initial, []); ; value = await invoke(next, [value])) {
      const goesOn = await invoke(condition, [value]);
      if (goesOn.kind !== 'logical') throw expressionError('The condition must be a logical.');
      if (!goesOn.value) return;
      const item = value;
      yield isNull(selector) ? ready(item) : lazy(() => invoke(selector, [item]));
    }
  });
}

function transformed(list: Value, transform: Value): ListValue {
  return streamed(async function* () {
    for await (const item of listIn(list).items()) yield lazy(async () => invoke(transform, [await item()]));
  });
}

function selected(list: Value, condition: Value): ListValue {
  return streamed(async function* () {
    for await (const item of listIn(list).items()) if (await holds(condition, await item())) yield item;
  });
}

async function holds(condition: Value, item: Value): Promise<boolean> {
  const answer = await invoke(condition, [item]);
  if (answer.kind === 'null') return false;
  if (answer.kind === 'logical') return answer.value;
  throw expressionError('The condition must be a logical.');
}

async function matching(item: Value, others: readonly Value[]): Promise<number> {
  for (const [at, other] of others.entries()) if (await equal(item, other)) return at;
  return -1;
}

/** Without as many of each as the other list has. */
async function difference(list: Value, other: Value): Promise<Value> {
  const taken = await valuesIn(other);
  const left: Value[] = [];
  for (const item of await valuesIn(list)) {
    const at = await matching(item, taken);
    if (at < 0) left.push(item);
    else taken.splice(at, 1);
  }
  return listOf(left.map(ready));
}

/** The least with a sign of -1, the greatest with 1. */
async function extreme(sign: -1 | 1, list: Value, instead: Value): Promise<Value> {
  let found: Value = nullValue;
  for (const item of await valuesIn(list)) {
    const order = compare(item, found);
    if (!isNull(item) && (order === null || order * sign > 0)) found = item;
  }
  return isNull(found) ? instead : found;
}

export const listFunctions: Library = functions({
  'List.Generate': ['initial: function, condition: function, next: function, optional selector: function', generated],
  'List.Transform': ['list: list, transform: function', transformed],
  'List.Select': ['list: list, selection: function', selected],
  'List.Buffer': [
    'list: list',
    // What its items are made of is made when they are asked for, but once.
    async (list) => listOf(await itemsIn(list)),
  ],
  'List.Count': ['list: list', async (list) => number((await itemsIn(list)).length)],
  'List.IsEmpty': [
    'list: list',
    async (list) => {
      for await (const _ of listIn(list).items()) return logical(false);
      return logical(true);
    },
  ],
  'List.First': [
    'list: list, optional defaultValue: any',
    async (list, instead) => {
      for await (const item of listIn(list).items()) return item();
      return instead;
    },
  ],
  'List.Last': [
    'list: list, optional defaultValue: any',
    async (list, instead) => (await (await itemsIn(list)).at(-1)?.()) ?? instead,
  ],
  'List.Positions': ['list: list', async (list) => listOf((await itemsIn(list)).map((_, at) => ready(number(at))))],
  'List.Difference': ['list1: list, list2: list', difference],
  'List.RemoveItems': [
    'list1: list, list2: list',
    async (list, removed) => {
      const others = await valuesIn(removed);
      const left: Value[] = [];
      for (const item of await valuesIn(list)) if ((await matching(item, others)) < 0) left.push(item);
      return listOf(left.map(ready));
    },
  ],
  'List.Min': ['list: list, optional default: any', (list, instead) => extreme(-1, list, instead)],
  'List.Max': ['list: list, optional default: any', (list, instead) => extreme(1, list, instead)],
});
