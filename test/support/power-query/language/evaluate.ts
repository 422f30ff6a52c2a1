import { Language } from '@microsoft/powerquery-parser';
import { fieldOf, itemOf, project, range } from './access';
import { defineTogether, type Environment, lookUp } from './environment';
import { functionOf, invoke, primitiveTypeOf } from './functions';
import { nameOf, valueOfLiteral } from './literals';
import { expressionError, MError, mError, NotSimulated } from './m-error';
import { applyOperator, merged } from './operators';
import { raised } from './raise';
import { typeOf } from './type-expressions';
import { assertConforms, conforms, spoken } from './types';
import {
  type Lazy,
  type ListValue,
  lazy,
  logical,
  nullValue,
  number,
  recordOf,
  recordOfValues,
  typeValue,
  type Value,
  withMetadata,
} from './values';

const { NodeKind } = Language.Ast;
type Ast = Language.Ast.TNode;

/** The value of an expression, up to what it holds inside: fields and items are evaluated when they are asked for. */
export async function evaluate(node: Ast, environment: Environment): Promise<Value> {
  switch (node.kind) {
    case NodeKind.LiteralExpression:
      return valueOfLiteral(node);
    case NodeKind.ParenthesizedExpression:
      return evaluate(node.content, environment);
    case NodeKind.IdentifierExpression:
      return lookUp(nameOf(node.identifier), node.inclusiveConstant !== undefined, environment)();
    case NodeKind.LetExpression:
      return evaluate(node.expression, defined(node.variableList, environment).environment);
    case NodeKind.RecordExpression:
      return recordOf(defined(node.content, environment).names);
    case NodeKind.ListExpression:
      return listExpression(node, environment);
    case NodeKind.FunctionExpression:
    case NodeKind.EachExpression:
      return functionOf(node, environment, evaluate);
    case NodeKind.IfExpression: {
      const condition = await evaluate(node.condition, environment);
      if (condition.kind !== 'logical') assertConforms(condition, { kind: 'primitive', primitive: 'logical' });
      const isTrue = condition.kind === 'logical' && condition.value;
      return evaluate(isTrue ? node.trueExpression : node.falseExpression, environment);
    }
    case NodeKind.RecursivePrimaryExpression:
      return recursivePrimary(node, environment);
    case NodeKind.FieldSelector:
    case NodeKind.FieldProjection:
      return accessed(await lookUp('_', true, environment)(), node, environment);
    case NodeKind.ArithmeticExpression:
    case NodeKind.EqualityExpression:
    case NodeKind.RelationalExpression:
      return applyOperator(
        node.operatorConstant.constantKind,
        await evaluate(node.left, environment),
        await evaluate(node.right, environment),
      );
    case NodeKind.LogicalExpression:
      return logicalExpression(node, environment);
    case NodeKind.NullCoalescingExpression: {
      const left = await evaluate(node.left, environment);
      return left.kind === 'null' ? evaluate(node.right, environment) : left;
    }
    case NodeKind.UnaryExpression:
      return unary(node, environment);
    case NodeKind.MetadataExpression: {
      const value = await evaluate(node.left, environment);
      const more = await evaluate(node.right, environment);
      if (more.kind !== 'record') throw expressionError(`We cannot use ${spoken(more)} as metadata.`);
      const { metadata } = value;
      return withMetadata(value, metadata ? async () => merged(await metadata(), more) : async () => more);
    }
    case NodeKind.IsExpression:
      return logical(conforms(await evaluate(node.left, environment), primitiveTypeOf(node.right)));
    case NodeKind.AsExpression: {
      const value = await evaluate(node.left, environment);
      assertConforms(value, primitiveTypeOf(node.right));
      return value;
    }
    case NodeKind.ErrorRaisingExpression:
      throw await raised(await evaluate(node.paired, environment));
    case NodeKind.ErrorHandlingExpression:
      return errorHandling(node, environment);
    case NodeKind.TypePrimaryType:
      return typeValue(await typeOf(node.paired, (inner) => evaluate(inner, environment)));
    case NodeKind.PrimitiveType:
      return typeValue(primitiveTypeOf(node));
    case NodeKind.NotImplementedExpression:
      throw mError('Expression.Error', 'Value was not specified.');
    default:
      throw new NotSimulated(`how to evaluate a ${node.kind}`);
  }
}

type Pair = Language.Ast.IdentifierPairedExpression | Language.Ast.GeneralizedIdentifierPairedExpression;

function defined(pairs: Language.Ast.ICsvArray<Pair>, outer: Environment) {
  const definitions = pairs.elements.map(({ node: { key, value } }) => {
    const define = (environment: Environment): Lazy => lazy(() => evaluate(value, environment));
    return [nameOf(key), define] as const;
  });
  return defineTogether(definitions, outer);
}

function listExpression({ content }: Language.Ast.ListExpression, environment: Environment): ListValue {
  const parts = content.elements.map(({ node }) =>
    node.kind === NodeKind.RangeExpression
      ? {
          range: lazy(async () =>
            range(await evaluate(node.left, environment), await evaluate(node.right, environment)),
          ),
        }
      : { item: lazy(() => evaluate(node, environment)) },
  );
  return {
    kind: 'list',
    async *items() {
      for (const part of parts) {
        if ('item' in part) yield part.item;
        else {
          const several = await part.range();
          if (several.kind === 'list') yield* several.items();
        }
      }
    },
  };
}

async function recursivePrimary(
  { head, recursiveExpressions }: Language.Ast.RecursivePrimaryExpression,
  environment: Environment,
): Promise<Value> {
  let value = await evaluate(head, environment);
  for (const step of recursiveExpressions.elements) value = await accessed(value, step, environment);
  return value;
}

type Step = Language.Ast.RecursivePrimaryExpression['recursiveExpressions']['elements'][number];

async function accessed(value: Value, step: Step, environment: Environment): Promise<Value> {
  switch (step.kind) {
    case NodeKind.InvokeExpression: {
      const args: Value[] = [];
      for (const { node } of step.content.elements) args.push(await evaluate(node, environment));
      return invoke(value, args);
    }
    case NodeKind.FieldSelector:
      return fieldOf(value, nameOf(step.content), step.optionalConstant !== undefined);
    case NodeKind.FieldProjection: {
      const names = step.content.elements.map(({ node }) => nameOf(node.content));
      return project(value, names, step.optionalConstant !== undefined);
    }
    case NodeKind.ItemAccessExpression:
      return itemOf(value, await evaluate(step.content, environment), step.optionalConstant !== undefined);
  }
}

/** The right side is evaluated only if the left one does not decide. */
async function logicalExpression(node: Language.Ast.LogicalExpression, environment: Environment): Promise<Value> {
  const decides = node.operatorConstant.constantKind === 'or';
  const left = asLogical(await evaluate(node.left, environment));
  if (left === decides) return logical(decides);
  const right = asLogical(await evaluate(node.right, environment));
  if (right === decides) return logical(decides);
  return left === null || right === null ? nullValue : logical(!decides);
}

function asLogical(value: Value): boolean | null {
  if (value.kind === 'null') return null;
  if (value.kind === 'logical') return value.value;
  throw expressionError(`We cannot convert ${spoken(value)} to type Logical.`);
}

async function unary(node: Language.Ast.UnaryExpression, environment: Environment): Promise<Value> {
  let value = await evaluate(node.typeExpression, environment);
  for (const { constantKind } of [...node.operators.elements].reverse()) {
    if (value.kind === 'null') return nullValue;
    if (constantKind === 'not') value = logical(!asLogical(value));
    else if (value.kind === 'number') value = number(constantKind === '-' ? -value.value : value.value);
    else if (value.kind === 'duration') {
      value = { kind: 'duration', ticks: constantKind === '-' ? -value.ticks : value.ticks };
    } else throw expressionError(`We cannot apply operator ${constantKind} to ${spoken(value)}.`);
  }
  return value;
}

/** Catches what is raised until there is a value, and nothing that is evaluated later inside of it. */
async function errorHandling(node: Language.Ast.TErrorHandlingExpression, environment: Environment): Promise<Value> {
  try {
    const value = await evaluate(node.protectedExpression, environment);
    return node.handler ? value : recordOfValues({ HasError: logical(false), Value: value });
  } catch (error) {
    if (!(error instanceof MError)) throw error;
    const { handler } = node;
    if (!handler) return recordOfValues({ HasError: logical(true), Error: error.record });
    if (handler.kind === NodeKind.OtherwiseExpression) return evaluate(handler.paired, environment);
    const caught = functionOf(handler.paired, environment, evaluate);
    return invoke(caught, caught.parameters.length === 0 ? [] : [error.record]);
  }
}
