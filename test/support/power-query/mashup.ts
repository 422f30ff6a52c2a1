import type { Clock } from '../../../local/clock';
import { evaluate } from './language/evaluate';
import { MError, NotSimulated } from './language/m-error';
import { parseQuery } from './language/parse';
import { unknownNames } from './language/unknown-names';
import { type Lazy, lazy, type Value } from './language/values';
import { libraryFor } from './library/library';
import { type Plain, plain, plainRecord } from './plain';
import type { Credentials, Web, WebResponse } from './web/transport';

export interface MashupOptions {
  clock: Clock;
  send: Web['send'];
  credentials?: Credentials;
  /** Of the user, or of the model in the service. */
  culture?: string;
  /** What is in the file: the text of each query, by its name. */
  queries: Readonly<Record<string, string>>;
}

export type Refresh = ReturnType<Awaited<ReturnType<typeof openMashup>>['refresh']>;

/** A file with queries, as Power BI has it. */
export async function openMashup({ queries, clock, send, credentials = new Map(), culture = 'en-US' }: MashupOptions) {
  const trees = new Map(
    await Promise.all(Object.entries(queries).map(async ([name, text]) => [name, await parseQuery(text)] as const)),
  );
  const libraryOf = (cache: Map<string, WebResponse>) => libraryFor({ clock, send, credentials, cache }, culture);
  const library = libraryOf(new Map());
  for (const [name, tree] of trees) {
    const [unknown] = unknownNames(tree, (used) => library.has(used) || trees.has(used));
    if (unknown !== undefined) throw new NotSimulated(`${unknown}, which the query ${name} uses`);
  }

  /** What is fetched in it is fetched once for all of its evaluations, unless a query says otherwise. */
  return {
    refresh() {
      const cache = new Map<string, WebResponse>();

      /** Evaluates everything anew: evaluations share nothing but the cache. */
      async function value(expression: string): Promise<Value> {
        const names = new Map<string, Lazy>(libraryOf(cache));
        for (const [name, tree] of trees)
          names.set(
            name,
            lazy(() => evaluate(tree, { names })),
          );
        const tree = await parseQuery(expression);
        const [unknown] = unknownNames(tree, (used) => names.has(used));
        if (unknown !== undefined) throw new NotSimulated(unknown);
        return evaluate(tree, { names });
      }

      return {
        /** The whole result of an expression, or of a query by its name. */
        load: async (expression: string): Promise<Plain> => plain(await value(expression)),
        /** What an editor asks for, to show the columns and some rows. */
        preview: async (expression: string): Promise<Plain> =>
          plain(
            await value(`let Result = ${expression} in if Result is table then Table.FirstN(Result, 200) else Result`),
          ),
        /** The record of the error that the expression ends in. */
        async failure(expression: string): Promise<Plain> {
          try {
            const result = await plain(await value(expression));
            throw new Error(`There is no error, but ${JSON.stringify(result)}`);
          } catch (error) {
            if (error instanceof MError) return plainRecord(error.record);
            throw error;
          }
        },
      };
    },
  };
}
