/**
 * The route templates of HTTP functions, which are those of ASP.NET Core: `jobs/{job}`, `{id:int?}`, `{x=1}`, `{*rest}`,
 * `files/{name}.{ext?}`.
 */

import { type Constraint, makeConstraint } from './route-constraint';

type Parameter = {
  readonly name: string;
  readonly isOptional: boolean;
  readonly isCatchAll: boolean;
  readonly defaultValue: string | undefined;
  readonly constraints: readonly Constraint[];
};
type Part = string | Parameter;
type Segment = { readonly parts: readonly Part[]; readonly patterns: readonly RegExp[] };

export type Route = { readonly template: string; readonly segments: readonly Segment[] };

const TOKEN =
  /(?<slash>\/)|\{(?!\{)(?<parameter>(?:[^{}]|\{\{|\}\})*)\}|(?<literal>(?:[^{}/?]|\{\{|\}\})+)|(?<misplaced>.)/gs;
const PARAMETER = /^(\*{0,2})([^:=*?/{}]+)((?:[:=].*)?)$/s;
const CONSTRAINT = /^:([^:(=]*)(?:\((.*?)\))?(?=[:=]|$)/s;
const BYTE = '[0-9a-f]';
const NEXT = `%[89ab]${BYTE}`;
const ESCAPED_CHARACTER = new RegExp(
  `%[0-7]${BYTE}|%[cd]${BYTE}${NEXT}|%e${BYTE}(?:${NEXT}){2}|%f${BYTE}(?:${NEXT}){3}`,
  'gi',
);

/** Throws an Error which says in one sentence what is wrong with the template. */
export function parseRoute(template: string): Route {
  try {
    const segments = splitTemplate(template.replace(/^~?\//, ''));
    checkParameters(segments);
    return { template, segments: segments.map((parts) => ({ parts, patterns: toPatterns(parts) })) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`The route "${template}" is broken: ${reason}.`, { cause: error });
  }
}

/** The values of the parameters, or nothing where the route does not match. The path is still percent-encoded. */
export function matchRoute(route: Route, path: string): Record<string, string> | undefined {
  const texts = path.replace(/^\//, '').split('/');
  const givenCount = texts.at(-1) === '' ? texts.length - 1 : texts.length;
  if (givenCount > route.segments.length && !isCatchAll(route.segments.at(-1))) return undefined;
  const values = new Map<string, string>();
  for (const [index, segment] of route.segments.entries()) {
    const isMatch = index < givenCount ? matchSegment(segment, texts.slice(index), values) : fillIn(segment, values);
    if (!isMatch) return undefined;
  }
  const parameters = route.segments.flatMap(({ parts }) => parts.filter(isParameter));
  return parameters.every((parameter) => isMet(parameter, values)) ? Object.fromEntries(values) : undefined;
}

function splitTemplate(template: string): Part[][] {
  const segments: Part[][] = [];
  let parts: Part[] = [];
  for (const { groups = {} } of template.matchAll(TOKEN)) {
    const { slash, parameter, literal, misplaced } = groups;
    if (misplaced === '?') throw new Error('a "?" may only end a parameter');
    if (misplaced !== undefined) throw new Error('its braces do not match');
    if (literal !== undefined) parts.push(unescapeBraces(literal));
    if (parameter !== undefined) parts.push(parseParameter(unescapeBraces(parameter)));
    if (slash === undefined) continue;
    if (parts.length === 0) throw new Error('two slashes stand side by side');
    segments.push(parts);
    parts = [];
  }
  return parts.length === 0 ? segments : [...segments, parts];
}

function unescapeBraces(text: string): string {
  return text.replaceAll('{{', '{').replaceAll('}}', '}');
}

function parseParameter(text: string): Parameter {
  const isOptional = text.endsWith('?');
  const [, stars = '', name, rules = ''] = PARAMETER.exec(isOptional ? text.slice(0, -1) : text) ?? [];
  if (name === undefined) throw new Error(`"{${text}}" does not name a parameter`);
  const constraints: Constraint[] = [];
  let rest = rules;
  for (let rule = CONSTRAINT.exec(rest); rule !== null; rule = CONSTRAINT.exec(rest)) {
    constraints.push(makeConstraint(rule[1] ?? '', rule[2]));
    rest = rest.slice(rule[0].length);
  }
  if (rest !== '' && !rest.startsWith('=')) throw new Error(`the brackets of "{${text}}" do not match`);
  const defaultValue = rest === '' ? undefined : rest.slice(1);
  const isCatchAll = stars !== '';
  if (isOptional && (isCatchAll || defaultValue !== undefined)) {
    throw new Error(`"${name}" cannot be optional and have a default or catch all`);
  }
  return { name, isOptional, isCatchAll, defaultValue, constraints };
}

function checkParameters(segments: readonly Part[][]): void {
  const names = new Set<string>();
  for (const [index, parts] of segments.entries()) {
    for (const [position, part] of parts.entries()) {
      if (!isParameter(part)) continue;
      const { name } = part;
      const before = parts[position - 1];
      if (names.has(name.toLowerCase())) throw new Error(`the parameter "${name}" occurs twice`);
      names.add(name.toLowerCase());
      if (before !== undefined && isParameter(before))
        throw new Error(`nothing separates "${before.name}" and "${name}"`);
      if (part.isCatchAll && (parts.length > 1 || index < segments.length - 1)) {
        throw new Error(`"${name}" catches all and so has to be the last segment`);
      }
      if (part.isOptional && parts.length > 1 && (before !== '.' || position < parts.length - 1)) {
        throw new Error(`"${name}" is optional and so has to end its segment, after a period`);
      }
    }
  }
}

function toPatterns(parts: readonly Part[]): RegExp[] {
  const sources = parts.map((part) =>
    isParameter(part) ? '([\\s\\S]+)' : part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'),
  );
  const last = parts.at(-1);
  const patterns = [new RegExp(`^${sources.join('')}$`, 'i')];
  if (parts.length > 1 && last !== undefined && isParameter(last) && last.isOptional) {
    // Without the optional parameter its period has to be missing, too.
    patterns.push(new RegExp(`^${sources.slice(0, -2).join('')}(?<!\\.)$`, 'i'));
  }
  return patterns;
}

function matchSegment(segment: Segment, texts: readonly string[], values: Map<string, string>): boolean {
  const [text = ''] = texts;
  if (text === '') return false;
  const parameters = segment.parts.filter(isParameter);
  if (isCatchAll(segment)) {
    for (const { name } of parameters) values.set(name, texts.map(decode).join('/'));
    return true;
  }
  const decoded = decode(text);
  const match = segment.patterns.map((pattern) => pattern.exec(decoded)).find((found) => found !== null);
  for (const [index, { name }] of parameters.entries()) {
    const value = match?.[index + 1];
    if (value !== undefined) values.set(name, value);
  }
  return match !== undefined;
}

function fillIn(segment: Segment, values: Map<string, string>): boolean {
  const [part] = segment.parts;
  if (part === undefined || !isParameter(part) || segment.parts.length > 1) return false;
  if (part.defaultValue !== undefined) values.set(part.name, part.defaultValue);
  return part.defaultValue !== undefined || part.isOptional || part.isCatchAll;
}

function isMet(parameter: Parameter, values: ReadonlyMap<string, string>): boolean {
  const value = values.get(parameter.name);
  if (value === undefined) return parameter.isOptional || parameter.constraints.length === 0;
  return parameter.constraints.every((constraint) => constraint(value));
}

function isParameter(part: Part): part is Parameter {
  return typeof part !== 'string';
}

function isCatchAll(segment: Segment | undefined): boolean {
  return segment?.parts.some((part) => isParameter(part) && part.isCatchAll) ?? false;
}

// The web server of the real host leaves %2F as it is, for it would add a segment.
function decode(text: string): string {
  return text.replace(ESCAPED_CHARACTER, (escaped) => {
    if (escaped.toLowerCase() === '%2f') return escaped;
    try {
      return decodeURIComponent(escaped);
    } catch {
      return escaped;
    }
  });
}
