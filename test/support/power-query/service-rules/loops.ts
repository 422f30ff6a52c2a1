import { Language } from '@microsoft/powerquery-parser';
import { nameOf } from '../language/literals';
import { bare, callsOf, fieldsOf, type Node, nodesOf } from './nodes';

const { NodeKind } = Language.Ast;

/** Each loop must end by its counter alone: its condition compares a field that every turn makes larger. */
export function loopFaults(query: Node): string[] {
  return callsOf('List.Generate', query).flatMap(([, condition, next]) => {
    const counters = conjunctsOf(bodyOf(condition)).flatMap(counterOf);
    return counters.some((name) => grows(name, bodyOf(next))) ? [] : ['a List.Generate has no counter that ends it'];
  });
}

function bodyOf(node: Node | undefined): Node | undefined {
  if (node?.kind === NodeKind.EachExpression) return bare(node.paired);
  return node?.kind === NodeKind.FunctionExpression ? bare(node.expression) : undefined;
}

/** What must all hold for the whole to hold. */
function conjunctsOf(node: Node | undefined): Node[] {
  if (!node) return [];
  if (node.kind !== NodeKind.LogicalExpression || node.operatorConstant.constantKind !== 'and') return [node];
  return [...conjunctsOf(bare(node.left)), ...conjunctsOf(bare(node.right))];
}

/** The field that is held below something that is not of the loop. */
function counterOf(node: Node): string[] {
  if (node.kind !== NodeKind.RelationalExpression || !node.operatorConstant.constantKind.startsWith('<')) return [];
  const name = fieldName(node.left);
  return name !== undefined && !nodesOf(node.right).some(readsState) ? [name] : [];
}

/** `[Number]` in an `each`, or `state[Number]`. */
function fieldName(node: Node): string | undefined {
  if (node.kind === NodeKind.FieldSelector) return nameOf(node.content);
  if (node.kind !== NodeKind.RecursivePrimaryExpression) return undefined;
  const [selector, ...others] = node.recursiveExpressions.elements;
  return selector?.kind === NodeKind.FieldSelector && others.length === 0 ? nameOf(selector.content) : undefined;
}

const readsState = (node: Node) => node.kind === NodeKind.FieldSelector;

function grows(name: string, next: Node | undefined): boolean {
  const value = fieldsOf(next)?.get(name);
  if (value?.kind !== NodeKind.ArithmeticExpression || value.operatorConstant.constantKind !== '+') return false;
  const { left, right } = value;
  return fieldName(left) === name && right.kind === NodeKind.LiteralExpression && Number(right.literal) > 0;
}
