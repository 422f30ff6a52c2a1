/** What people have to change before the app can work: everything at once, never with the value of a setting. */
export class SettingsError extends Error {
  constructor(
    where: string,
    readonly faults: readonly string[],
  ) {
    super([`${where}:`, ...faults].join('\n- '));
    this.name = 'SettingsError';
  }
}
