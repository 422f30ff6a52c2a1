import { expressionsOf, readContent } from '../expressions/content';
import { isFunction, textsIn } from '../expressions/resolve';
import { type Call, type Expression, parameterOf, withAllWithin } from '../expressions/syntax';
import type { Json } from '../json';
import { ancestorsOf } from './check-nesting';
import { type Activity, blocksOf, ownProperties, type Pipeline, RETURN_VALUE } from './definition';

const LONGEST = 8192;

/** What an expression may speak of where it stands. */
interface Place {
  pipeline: Pipeline;
  activity: string;
  /** The activities that must have come to an end before. */
  visible: ReadonlySet<string>;
  hasItem: boolean;
  /** The variable that is about to be set. */
  sets?: Json | undefined;
}

/** What can be said of the expressions of a pipeline without running it. */
export function checkExpressions(pipeline: Pipeline): string[] {
  return checkList(pipeline.activities, { pipeline, activity: '', visible: new Set(), hasItem: false });
}

function checkList(activities: readonly Activity[], within: Place): string[] {
  return activities.flatMap((activity) => {
    const place: Place = {
      ...within,
      activity: activity.name,
      visible: new Set([...within.visible, ...ancestorsOf(activity, activities)]),
      sets: activity.type === 'SetVariable' ? (activity.typeProperties.variableName ?? null) : undefined,
    };
    const inner = blocksOf(activity).flatMap((block) => block.activities);
    const { expression: condition = null, ...properties } = ownProperties(activity);
    // The condition of a loop is looked at after its activities.
    const seen = activity.type === 'Until' ? inner.map(({ name }) => name) : [];
    return [
      ...checkTexts([properties, activity.policy ?? null], place),
      ...checkTexts(condition, { ...place, visible: new Set([...place.visible, ...seen]) }),
      ...variableProblems(activity, place.pipeline),
      ...blocksOf(activity).flatMap((block) =>
        checkList(block.activities, { ...place, hasItem: place.hasItem || activity.type === 'ForEach' }),
      ),
    ];
  });
}

function variableProblems({ name, type, typeProperties }: Activity, { variables }: Pipeline): string[] {
  if (type !== 'SetVariable' && type !== 'AppendVariable') return [];
  if (typeProperties.setSystemVariable === true && typeProperties.variableName === RETURN_VALUE) return [];
  const variable = variables[String(typeProperties.variableName)];
  if (!variable) return [`'${name}' sets the variable '${typeProperties.variableName}', which there is not`];
  const isRight = type === 'SetVariable' || variable.type === 'Array';
  return isRight ? [] : [`'${name}' appends to a variable that is no array`];
}

function checkTexts(value: Json, place: Place): string[] {
  return textsIn(value).flatMap((text) => {
    const problems = text.length > LONGEST ? [`is longer than ${LONGEST} characters`] : [];
    try {
      problems.push(...expressionsOf(readContent(text)).flatMap((one) => problemsWithin(one, place)));
    } catch (error) {
      problems.push((error as Error).message);
    }
    return problems.map((problem) => `The expression in '${place.activity}' ${problem}: ${text}`);
  });
}

function problemsWithin(expression: Expression, place: Place): string[] {
  return withAllWithin(expression).flatMap((one) => {
    if (one.kind === 'call') return callProblems(one, place);
    const parameter = parameterOf(one);
    const isDeclared = parameter === undefined || Object.hasOwn(place.pipeline.parameters, parameter);
    return isDeclared ? [] : [`asks for the parameter '${parameter}', which there is not`];
  });
}

function callProblems({ name, args }: Call, { pipeline, visible, hasItem, sets }: Place): string[] {
  if (!isFunction(name)) return [`calls '${name}', which is no function that is played`];
  const [first] = args;
  const about = first?.kind === 'literal' ? String(first.value) : undefined;
  switch (name.toLowerCase()) {
    case 'item':
      return hasItem ? [] : ['asks for an item, and there is none'];
    case 'activity':
      return about !== undefined && visible.has(about) ? [] : [`asks for '${about}', which may not have ended before`];
    case 'variables':
      if (about === undefined || !Object.hasOwn(pipeline.variables, about)) return [`asks for the variable '${about}'`];
      return about === sets ? [`is for the variable '${about}' and uses it, too`] : [];
    default:
      return [];
  }
}
