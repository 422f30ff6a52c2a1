import { WorkloadError } from '../simulation/tasks/program';

const ESC = '\u001b';
const red = (text: string) => `${ESC}[0;31m${text}${ESC}[0m`;
const green = (text: string) => `${ESC}[0;32m${text}${ESC}[0m`;

/** An exception of Python, with the trace as IPython prints it: coloured for a terminal. */
export function pythonError(type: string, message: string, line: string): WorkloadError {
  const trace = [
    red('---------------------------------------------------------------------------'),
    `${red(type)}${' '.repeat(32)}Traceback (most recent call last)`,
    `File ${green('<command-4711>, line 3')}`,
    `${green('      1')} ${ESC}[38;5;28;01mimport${ESC}[39;00m pandas`,
    `${green('----> 3')} ${line}`,
    '',
    `${red(type)}: ${message}`,
  ];
  return new WorkloadError(`${type}: ${message}`, trace.join('\n'));
}
