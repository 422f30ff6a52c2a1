import type { Check } from '../../contract/self-check';
import type { App } from '../app';

/** What a check has found. */
export type Finding = Pick<Check, 'detail' | 'problems'>;
export type Look = (app: App) => Promise<Finding>;

export const fine = (detail: string): Finding => ({ detail, problems: [] });

export const troubled = (detail: string, problem: string, whatToDo: string): Finding => ({
  detail,
  problems: [{ problem, whatToDo }],
});

/** What was found in several places. */
export const together = (findings: readonly Finding[]): Finding => ({
  detail: findings.map(({ detail }) => detail).join(' '),
  problems: findings.flatMap(({ problems }) => problems),
});
