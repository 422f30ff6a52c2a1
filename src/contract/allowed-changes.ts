/** What the setting `ALLOW_CHANGES` can open to callers. */
export const CHANGEABLE = ['jobs', 'clusters'] as const;

export type Changeable = (typeof CHANGEABLE)[number];
