/** Tests of what Windows does not have. There they are skipped, under a heading that says why. */
export function posixOnly(whyNotOnWindows: string, tests: () => void): void {
  if (process.platform === 'win32') describe.skip(`skipped on Windows: ${whyNotOnWindows}`, tests);
  else tests();
}
