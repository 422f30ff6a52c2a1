import { DefaultSettings, type Language, TaskUtils } from '@microsoft/powerquery-parser';

/** The syntax tree of one query. */
export async function parseQuery(text: string): Promise<Language.Ast.TNode> {
  const task = await TaskUtils.tryLexParse(DefaultSettings, text);
  if (TaskUtils.isParseStageOk(task)) return task.ast;
  throw new SyntaxError(TaskUtils.isError(task) ? task.error.message : 'The query was not read to its end.');
}
