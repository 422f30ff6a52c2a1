/** One request of a `.http` file, with the variables still in it. */
export interface NamedRequest {
  title: string;
  /** By which variables refer to its answer. */
  name: string | undefined;
  method: string;
  url: string;
  headers: Record<string, string>;
  body: string;
}

/** As much of the format as VS Code and JetBrains have in common. */
export function parseRequests(text: string): { variables: Map<string, string>; requests: NamedRequest[] } {
  const [head = '', ...parts] = text.split(/^### /m);
  const variables = [...head.matchAll(/^@(\w+) = (.+)$/gm)].map(([, name = '', value = '']) => [name, value] as const);
  return { variables: new Map(variables), requests: parts.map(parseRequest) };
}

function parseRequest(part: string): NamedRequest {
  const [title = '', ...lines] = part.split('\n');
  const name = lines.flatMap((line) => /^# @name (\w+)$/.exec(line)?.[1] ?? []).at(0);
  const [request = '', ...rest] = lines
    .filter((line) => !line.startsWith('#'))
    .join('\n')
    .trim()
    .split('\n\n');
  const [first = '', ...headerLines] = request.split('\n');
  const [method = '', url = ''] = first.split(' ');
  const headers = headerLines
    .map((line) => line.split(': '))
    .map(([name = '', value = '']) => [name.toLowerCase(), value]);
  return { title, name, method, url, headers: Object.fromEntries(headers), body: rest.join('\n\n') };
}

/** What the variables stand for, as the answers so far tell. */
export function fillIn(
  text: string,
  variables: ReadonlyMap<string, string>,
  answers: ReadonlyMap<string, { headers: Record<string, string>; body: Record<string, unknown> }>,
): string {
  return text.replaceAll(/\{\{([^}]+)\}\}/g, (_, expression: string) => {
    const [, name = '', place = ''] = /^(\w+)\.response\.(.+)$/.exec(expression) ?? [];
    if (name === '') {
      const value = variables.get(expression);
      if (value === undefined) throw new Error(`There is no variable ${expression}.`);
      return fillIn(value, variables, answers);
    }
    const answer = answers.get(name);
    if (!answer) throw new Error(`No request named ${name} has been sent.`);
    const found = place.startsWith('headers.') ? answer.headers[place.slice(8)] : answer.body[place.slice(7)];
    if (typeof found !== 'string') throw new Error(`The answer to ${name} has no ${place}.`);
    return found;
  });
}
