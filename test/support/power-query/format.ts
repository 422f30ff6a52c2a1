import { DefaultSettings, IndentationLiteral, NewlineLiteral, tryFormat } from '@microsoft/powerquery-formatter';
import { ResultUtils } from '@microsoft/powerquery-parser';

const SETTINGS = {
  ...DefaultSettings,
  indentationLiteral: IndentationLiteral.SpaceX4,
  newlineLiteral: NewlineLiteral.Unix,
};

/** A query as the formatter of Power Query would write it. */
export async function tidy(text: string, maxWidth = 120): Promise<string> {
  return ResultUtils.assertOk(await tryFormat({ ...SETTINGS, maxWidth }, text));
}
