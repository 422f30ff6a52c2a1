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
import { functionIn, functions, isNull, itemsIn, type Library, numberIn, valuesIn } from './define';

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

async function distinct(list: Value): Promise<Value> {
  const found: Value[] = [];
  for (const item of await valuesIn(list)) if ((await matching(item, found)) < 0) found.push(item);
  return listOf(found.map(ready));
}

async function extreme(list: Value, instead: Value, wanted: 1 | -1): Promise<Value> {
  let best: Value = nullValue;
  for (const item of await valuesIn(list)) {
    const order = compare(item, best);
    if (!isNull(item) && (order === null || order === wanted)) best = item;
  }
  return isNull(best) ? instead : best;
}

/** How many, or as long as a condition holds. */
async function first(list: Value, countOrCondition: Value): Promise<Value> {
  const taken: Lazy[] = [];
  for await (const item of listIn(list).items()) {
    const isWanted =
      countOrCondition.kind === 'function'
        ? await holds(countOrCondition, await item())
        : taken.length < numberIn(countOrCondition);
    if (!isWanted) break;
    taken.push(item);
  }
  return listOf(taken);
}

async function aggregate(list: Value, add: (sum: Value, item: Value) => Promise<Value>, seed: Value): Promise<Value> {
  let sum = seed;
  for (const item of await valuesIn(list)) sum = await add(sum, item);
  return sum;
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
  'List.FirstN': ['list: list, countOrCondition: any', first],
  'List.Skip': [
    'list: list, optional count: number',
    async (list, count) => listOf((await itemsIn(list)).slice(isNull(count) ? 1 : numberIn(count))),
  ],
  'List.Contains': [
    'list: list, value: any',
    async (list, value) => logical((await matching(value, await valuesIn(list))) >= 0),
  ],
  'List.PositionOf': [
    'list: list, value: any',
    async (list, value) => number(await matching(value, await valuesIn(list))),
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
  'List.Distinct': ['list: list', distinct],
  'List.RemoveNulls': ['list: list', (list) => selected(list, isGiven)],
  'List.Max': ['list: list, optional default: any', (list, instead) => extreme(list, instead, 1)],
  'List.Min': ['list: list, optional default: any', (list, instead) => extreme(list, instead, -1)],
  'List.Sum': [
    'list: list',
    (list) =>
      aggregate(
        list,
        async (sum, item) => (isNull(item) ? sum : number((isNull(sum) ? 0 : numberIn(sum)) + numberIn(item))),
        nullValue,
      ),
  ],
  'List.Accumulate': [
    'list: list, seed: any, accumulator: function',
    (list, seed, accumulator) => aggregate(list, (sum, item) => invoke(functionIn(accumulator), [sum, item]), seed),
  ],
  'List.AllTrue': [
    'list: list',
    async (list) => logical((await valuesIn(list)).every((one) => one.kind === 'logical' && one.value)),
  ],
  'List.AnyTrue': [
    'list: list',
    async (list) => logical((await valuesIn(list)).some((one) => one.kind === 'logical' && one.value)),
  ],
  'List.Combine': [
    'lists: list',
    (lists) =>
      streamed(async function* () {
        for await (const list of listIn(lists).items()) yield* listIn(await list()).items();
      }),
  ],
  'List.Zip': [
    'lists: list',
    async (lists) => {
      const all = await Promise.all((await valuesIn(lists)).map(itemsIn));
      const length = Math.max(0, ...all.map((items) => items.length));
      return listOf(
        Array.from({ length }, (_, at) => ready(listOf(all.map((items) => items[at] ?? ready(nullValue))))),
      );
    },
  ],
  'List.Numbers': [
    'start: number, count: number, optional increment: number',
    (start, count, increment) => {
      const step = isNull(increment) ? 1 : numberIn(increment);
      return listOf(Array.from({ length: numberIn(count) }, (_, at) => ready(number(numberIn(start) + at * step))));
    },
  ],
});

const isGiven: Value = {
  kind: 'function',
  name: 'each _ <> null',
  parameters: [{ name: '_', type: { kind: 'primitive', primitive: 'any' }, isOptional: false }],
  call: async ([item]) => logical(!isNull(item)),
};
