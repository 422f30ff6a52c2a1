/** What can be done to the orchestration of a run from outside, so that nobody watches the run any more. */
export const CUT_OFF = {
  terminated: 'The orchestration of this run was terminated.',
  deleted: 'The orchestration of this run was deleted before the run had ended.',
} as const;

export type CutOff = keyof typeof CUT_OFF;

/** The codes of such ends are those words. */
export const cutOffOf = ({ code }: { code?: string | null | undefined }): CutOff | undefined =>
  code === 'terminated' || code === 'deleted' ? code : undefined;
