import { Language } from '@microsoft/powerquery-parser';
import { type Environment, within } from './environment';
import { nameOf } from './literals';
import { expressionError } from './m-error';
import { anyType, assertConforms, type MType, nullable, PRIMITIVES, primitive, spoken } from './types';
import { type FunctionValue, nullValue, type Parameter, ready, type Value } from './values';

const { NodeKind } = Language.Ast;

type Evaluate = (node: Language.Ast.TNode, environment: Environment) => Promise<Value>;

export function functionOf(
  node: Language.Ast.FunctionExpression | Language.Ast.EachExpression,
  environment: Environment,
  evaluate: Evaluate,
): FunctionValue {
  if (node.kind === NodeKind.EachExpression) {
    const parameters = [{ name: '_', type: anyType, isOptional: false }];
    const call = ([it = nullValue]: readonly Value[]) =>
      evaluate(node.paired, within(environment, new Map([['_', ready(it)]])));
    return { kind: 'function', name: 'each', parameters, call };
  }
  const parameters = node.parameters.content.elements.map((element) => parameterOf(element.node));
  const returns = node.functionReturnType ? primitiveTypeOf(node.functionReturnType.paired) : anyType;
  return {
    kind: 'function',
    name: 'a function',
    parameters,
    async call(args) {
      const names = new Map(parameters.map(({ name }, at) => [name, ready(args[at] ?? nullValue)]));
      const value = await evaluate(node.expression, within(environment, names));
      assertConforms(value, returns);
      return value;
    },
  };
}

function parameterOf({
  name,
  parameterType,
  optionalConstant,
}: Language.Ast.IParameter<Language.Ast.AsNullablePrimitiveType | undefined>): Parameter {
  const type = parameterType ? primitiveTypeOf(parameterType.paired) : anyType;
  const isOptional = optionalConstant !== undefined;
  return { name: nameOf(name), type: isOptional ? nullable(type) : type, isOptional };
}

/** Of what stands after `as` and `is`. */
export function primitiveTypeOf(node: Language.Ast.TNode): MType {
  if (node.kind === NodeKind.NullablePrimitiveType) return nullable(primitiveTypeOf(node.paired));
  const name = node.kind === NodeKind.PrimitiveType ? String(node.primitiveTypeKind) : undefined;
  const known = PRIMITIVES.find((one) => one === name);
  if (known === undefined) throw new SyntaxError(`${name ?? node.kind} is no primitive type.`);
  return primitive(known);
}

/** All arguments have been evaluated, and are of the types that the parameters declare. */
export async function invoke(value: Value, args: readonly Value[]): Promise<Value> {
  if (value.kind !== 'function') throw expressionError(`We cannot convert ${spoken(value)} to type Function.`);
  const { parameters } = value;
  const least = parameters.filter(({ isOptional }) => !isOptional).length;
  if (args.length < least || args.length > parameters.length) {
    const expected = least === parameters.length ? String(least) : `between ${least} and ${parameters.length}`;
    throw expressionError(
      `${args.length} arguments were passed to a function which expects ${expected}. (${value.name})`,
    );
  }
  for (const [at, { type }] of parameters.entries()) {
    const given = args[at];
    if (given) assertConforms(given, type);
  }
  return value.call(args);
}
