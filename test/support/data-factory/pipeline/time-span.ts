import type { Json } from '../json';

const SPAN = /^(?:(\d+)\.)?(\d\d):([0-5]\d):([0-5]\d)$/;

/** `hh:mm:ss` or `d.hh:mm:ss`, in milliseconds. */
export function readTimeSpan(text: Json | undefined): number {
  const [, days = '0', hours, minutes, seconds] = (typeof text === 'string' ? SPAN.exec(text) : null) ?? [];
  if (hours === undefined || Number(hours) > 23) throw new Error(`${JSON.stringify(text)} is no span of time`);
  return (((Number(days) * 24 + Number(hours)) * 60 + Number(minutes)) * 60 + Number(seconds)) * 1000;
}
