import type { UpdateWishes } from './pipeline';

type Fields = Readonly<Record<string, unknown>>;

/** Reads what a start, a task or a run-now says about an update. */
export function wishesOf(fields: Fields): UpdateWishes {
  const flag = (name: string) => String(fields[name] ?? '').toLowerCase() === 'true';
  const texts = (name: string) => (Array.isArray(fields[name]) ? fields[name].map(String) : []);
  return {
    fullRefresh: flag('full_refresh'),
    fullRefreshSelection: texts('full_refresh_selection'),
    refreshSelection: texts('refresh_selection'),
    resetCheckpointSelection: texts('reset_checkpoint_selection'),
    validateOnly: flag('validate_only'),
  };
}
