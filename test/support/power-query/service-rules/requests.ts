import { Language } from '@microsoft/powerquery-parser';
import { bare, callsOf, fieldsOf, isName, type Node, namesGivenIn, nodesOf, textOf } from './nodes';

const { NodeKind } = Language.Ast;

const FUNCTION = 'Web.Contents';

/** All others keep what Power Query does by itself: it tries again after 408, 429, 503 and 504. */
const HANDLED = '400, 404, 409, 410, 422, 424, 500, 502';

/** What is wrong with the requests of a query. */
export function requestFaults(query: Node): string[] {
  const calls = callsOf(FUNCTION, query);
  const mentions = nodesOf(query).filter((node) => isName(node, FUNCTION)).length;
  return [
    ...(calls.length > 1 ? [`${FUNCTION} is called in more than one place`] : []),
    ...(mentions > calls.length ? [`${FUNCTION} is handed on, so that nobody can tell what it is called with`] : []),
    ...calls.flatMap(([address, options]) => [...addressFaults(address, query), ...optionFaults(options)]),
  ];
}

/** A constant, or a parameter of the report, which is no name that the query itself has given. */
function addressFaults(address: Node | undefined, query: Node): string[] {
  if (address?.kind === NodeKind.IdentifierExpression) {
    const isParameter = ![...namesGivenIn(query)].some((name) => isName(address, name));
    return isParameter ? [] : ['the address is put together by the query: a dynamic data source'];
  }
  const text = textOf(address);
  if (text === undefined) return ['the address is put together by the query: a dynamic data source'];
  return /^https?:\/\/[\w.-]+(:\d+)?$/.test(text) ? [] : ['the address is more than the origin'];
}

type Rule = (value: Node) => string | false;

const REQUIRED: Readonly<Record<string, Rule>> = {
  RelativePath: (value) => !startOf(value)?.startsWith('api/') && 'RelativePath does not begin with the text api/',
  Query: (value) => nodesOf(value).some((node) => fieldsOf(node)?.has('code')) && 'Query has a key in it',
  ApiKeyName: (value) => textOf(value) !== 'code' && 'ApiKeyName is not "code"',
  IsRetry: (value) => isFalse(value) && 'IsRetry is false for ever: the first answer would stay',
  ManualStatusHandling: (value) => listOf(value) !== HANDLED && `ManualStatusHandling is not ${HANDLED}`,
};

const ALLOWED = [...Object.keys(REQUIRED), 'Timeout'];

function optionFaults(node: Node | undefined): string[] {
  const options = fieldsOf(node);
  if (!options) return ['the options are not written where the request is'];
  const foreign = [...options.keys()].filter((name) => !ALLOWED.includes(name));
  return [
    ...foreign.map((name) => `${name} is not allowed`),
    ...Object.entries(REQUIRED).flatMap(([name, rule]) => {
      const value = options.get(name);
      return (value ? rule(value) : `${name} is missing`) || [];
    }),
  ];
}

/** The text with which a text begins that is put together. */
function startOf(node: Node): string | undefined {
  const value = bare(node);
  return value.kind === NodeKind.ArithmeticExpression ? startOf(value.left) : textOf(value);
}

const isFalse = (node: Node) => node.kind === NodeKind.LiteralExpression && node.literal === 'false';

function listOf(node: Node): string | undefined {
  if (node.kind !== NodeKind.ListExpression) return undefined;
  return node.content.elements.map(({ node: item }) => ('literal' in item ? item.literal : '?')).join(', ');
}
