import { onlyWhere } from './only-where';

/** Tests of what Windows does not have. */
export function posixOnly(whyNotOnWindows: string, tests: () => void): void {
  onlyWhere(process.platform !== 'win32', `on Windows: ${whyNotOnWindows}`, tests);
}
