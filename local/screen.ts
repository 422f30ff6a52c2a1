/** Lines for people and, where it is a terminal, a last line that changes. */
export interface Screen {
  /** Whether `live` shows anything. */
  isTerminal: boolean;
  /** Text with its line ends. The changing line stays below it. */
  write(text: string): void;
  say(line: string): void;
  /** Shows this in the place of the changing line; undefined takes it away. */
  live(line: string | undefined): void;
}

const CLEAR_LINE = '\r\x1b[K';
const USUAL_WIDTH = 80;

export function createScreen(
  stream: Pick<NodeJS.WriteStream, 'write'> & Partial<Pick<NodeJS.WriteStream, 'isTTY' | 'columns'>>,
  env: Readonly<Record<string, string | undefined>>,
): Screen {
  const isTerminal = stream.isTTY === true && env.TERM !== 'dumb';
  let shown: string | undefined;
  // A line that wraps could not be taken back.
  const fitting = (line: string) => line.slice(0, (stream.columns || USUAL_WIDTH) - 1);

  const write = (text: string) => {
    stream.write(shown === undefined ? text : `${CLEAR_LINE}${text}${fitting(shown)}`);
  };
  return {
    isTerminal,
    write,
    say: (line) => write(`${line}\n`),
    live(line) {
      if (!isTerminal || line === shown) return;
      shown = line;
      stream.write(`${CLEAR_LINE}${line === undefined ? '' : fitting(line)}`);
    },
  };
}
