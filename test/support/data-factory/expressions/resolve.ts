import { isArray, isObject, type Json } from '../json';
import { callFrom, functionTable } from './arguments';
import { expressionsOf, readContent } from './content';
import { evaluate } from './evaluate';
import { ExpressionError } from './expression-error';
import { collectionFunctions } from './functions/collections';
import { asText, conversionFunctions } from './functions/conversions';
import { logicFunctions } from './functions/logic';
import { numberFunctions } from './functions/numbers';
import { textFunctions } from './functions/text';
import { type Surroundings, surroundingFunctions } from './surroundings';
import { type Expression, withAllWithin } from './syntax';

const OUTRIGHT = {
  ...textFunctions,
  ...collectionFunctions,
  ...logicFunctions,
  ...conversionFunctions,
  ...numberFunctions,
};

const OF_SURROUNDINGS = ['utcNow', 'guid', 'pipeline', 'variables', 'activity', 'item'];
const NAMES = new Set([...Object.keys(OUTRIGHT), ...OF_SURROUNDINGS].map((name) => name.toLowerCase()));

export const isFunction = (name: string): boolean => NAMES.has(name.toLowerCase());

/** A value of a pipeline with all expressions in it evaluated, however deep they are. */
export function resolve(value: Json, around: Surroundings): Json {
  const functions = functionTable({ ...OUTRIGHT, ...surroundingFunctions(around) });
  const within = (one: Json): Json => {
    if (typeof one === 'string') return resolveText(one);
    if (isArray(one)) return one.map(within);
    if (!isObject(one)) return one;
    const written = writtenExpression(one);
    if (written !== undefined) return resolveText(written);
    return Object.fromEntries(Object.entries(one).map(([name, property]) => [name, within(property)]));
  };
  const answer = (source: string, expression: Parameters<typeof evaluate>[0]) =>
    evaluate(expression, (name, args) => callFrom(functions, name, args), source);

  const resolveText = (text: string): Json => {
    const content = readContent(text);
    if (content.kind === 'text') return content.text;
    if (content.kind === 'expression') return answer(content.source, content.expression);
    return content.parts
      .map((part) => (typeof part === 'string' ? part : asText(answer(part.source, part.expression))))
      .join('');
  };
  return within(value);
}

/** `{ "value": "@…", "type": "Expression" }`, which stands for its value. What a pipeline returns has it as `content`. */
export function writtenExpression(value: Json): string | undefined {
  if (!isObject(value) || value.type !== 'Expression') return undefined;
  const written = value.value ?? value.content;
  if (typeof written !== 'string') throw new ExpressionError('An expression must be written as a text');
  return written;
}

/** All texts within a value that may be expressions. */
export function textsIn(value: Json): string[] {
  if (typeof value === 'string') return [value];
  if (isArray(value)) return value.flatMap(textsIn);
  if (!isObject(value)) return [];
  const written = writtenExpression(value);
  return written === undefined ? Object.values(value).flatMap(textsIn) : [written];
}

/** All expressions in the texts of a value, those within others, too. Throws if one of them can't be read. */
export const expressionsWithin = (value: Json): Expression[] =>
  textsIn(value).flatMap((text) => expressionsOf(readContent(text)).flatMap(withAllWithin));
