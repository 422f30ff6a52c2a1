/** A time in milliseconds as this app writes times down. */
export const iso = (time: number): string => new Date(time).toISOString();

export const isoOrNull = (time: number | undefined): string | null => (time === undefined ? null : iso(time));
