/** Tests that make sense under a condition. Where it does not hold they are skipped, under a heading that says why. */
export function onlyWhere(holds: boolean, whyNot: string, tests: () => void): void {
  if (holds) tests();
  else describe.skip(`skipped: ${whyNot}`, tests);
}
