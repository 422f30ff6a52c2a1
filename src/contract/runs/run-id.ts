/**
 * The id of a run of ours is the id of its orchestration. The Durable client encodes nothing that it is given, so
 * nothing else must reach it.
 */
const PATTERN = /^[A-Za-z0-9][A-Za-z0-9_.-]{0,99}$/;

export const isRunId = (text: string): boolean => PATTERN.test(text) && !text.includes('..');
