import type { PipelineEvent } from '../../simulation/pipelines/event';
import { invalid } from '../../simulation/refusal';

type IsWanted = (event: PipelineEvent) => boolean;

const CONDITION = /^(level|id|update_id|timestamp)\s*(=|>=|<=|>|<|in)\s*(?:'([^']*)'|\(([^)]*)\))$/i;

/** Reads `level in ('ERROR', 'WARN') AND timestamp > '2021-07-22T06:37:33.083Z'` and the like. */
export function readEventFilter(filter: string): IsWanted {
  if (filter.trim() === '') return () => true;
  const conditions = filter.split(/\s+AND\s+/i).map((text) => readCondition(text.trim()));
  return (event) => conditions.every((holds) => holds(event));
}

function readCondition(text: string): IsWanted {
  const [, field = '', operator = '', value, list] = CONDITION.exec(text) ?? [];
  const values = value !== undefined ? [value] : [...(list ?? '').matchAll(/'([^']*)'/g)].map(([, each = '']) => each);
  if (field.toLowerCase() === 'timestamp') return readTime(text, operator, values[0]);
  const isList = operator.toLowerCase() === 'in';
  if ((operator !== '=' && !isList) || isList !== (value === undefined)) throw invalid(`Invalid filter: ${text}`);
  return (event) => values.includes(factOf(event, field.toLowerCase()));
}

function readTime(text: string, operator: string, value: string | undefined): IsWanted {
  const time = Date.parse(value ?? '');
  const compare = COMPARISONS[operator];
  if (Number.isNaN(time) || !compare) throw invalid(`Invalid filter: ${text}`);
  return ({ at }) => compare(at, time);
}

const COMPARISONS: Readonly<Record<string, (one: number, other: number) => boolean>> = {
  '=': (one, other) => one === other,
  '>': (one, other) => one > other,
  '<': (one, other) => one < other,
  '>=': (one, other) => one >= other,
  '<=': (one, other) => one <= other,
};

function factOf({ level, id, updateId }: PipelineEvent, field: string): string {
  if (field === 'level') return level;
  return field === 'id' ? id : updateId;
}
