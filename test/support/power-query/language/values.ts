import type { MType } from './types';

/** Evaluated when it is first asked for, and once. */
export type Lazy = () => Promise<Value>;

interface Common {
  /** The record that `Value.Metadata` gives. */
  readonly metadata?: (() => Promise<RecordValue>) | undefined;
}

export interface NullValue extends Common {
  readonly kind: 'null';
}
export interface LogicalValue extends Common {
  readonly kind: 'logical';
  readonly value: boolean;
}
/** Always a double. */
export interface NumberValue extends Common {
  readonly kind: 'number';
  readonly value: number;
}
export interface TextValue extends Common {
  readonly kind: 'text';
  readonly value: string;
  /** Written down like this in a query, and not put together by one. */
  readonly isLiteral?: true | undefined;
}
/** Points in time and spans of it are counted in ticks of 100 ns, from 1 January 1970 where there is a date. */
export interface TemporalValue extends Common {
  readonly kind: 'date' | 'time' | 'datetime' | 'duration';
  readonly ticks: bigint;
}
export interface DateTimeZoneValue extends Common {
  readonly kind: 'datetimezone';
  /** As the clock on the wall shows it. */
  readonly ticks: bigint;
  readonly offsetMinutes: number;
}
export interface BinaryValue extends Common {
  readonly kind: 'binary';
  /** Reads it once more, from wherever it comes. */
  readonly read: () => Promise<Uint8Array>;
}
export interface ListValue extends Common {
  readonly kind: 'list';
  /** Goes through it once more: what a function has made is made again. */
  readonly items: () => AsyncIterable<Lazy>;
}
export interface RecordValue extends Common {
  readonly kind: 'record';
  readonly fields: ReadonlyMap<string, Lazy>;
}
export interface Column {
  readonly name: string;
  readonly type: MType;
}
export interface TableValue extends Common {
  readonly kind: 'table';
  readonly columns: readonly Column[];
  readonly rows: () => AsyncIterable<readonly Lazy[]>;
}
export interface Parameter {
  readonly name: string;
  readonly type: MType;
  readonly isOptional: boolean;
}
export interface FunctionValue extends Common {
  readonly kind: 'function';
  readonly name: string;
  readonly parameters: readonly Parameter[];
  readonly call: (args: readonly Value[]) => Promise<Value>;
}
export interface TypeValue extends Common {
  readonly kind: 'type';
  readonly type: MType;
}

export type Value =
  | NullValue
  | LogicalValue
  | NumberValue
  | TextValue
  | TemporalValue
  | DateTimeZoneValue
  | BinaryValue
  | ListValue
  | RecordValue
  | TableValue
  | FunctionValue
  | TypeValue;

export const nullValue: NullValue = { kind: 'null' };
export const logical = (value: boolean): LogicalValue => ({ kind: 'logical', value });
export const number = (value: number): NumberValue => ({ kind: 'number', value });
export const text = (value: string): TextValue => ({ kind: 'text', value });
export const binary = (bytes: Uint8Array): BinaryValue => ({ kind: 'binary', read: async () => bytes });
export const typeValue = (type: MType): TypeValue => ({ kind: 'type', type });

/** What there is already. */
export const ready = (value: Value): Lazy => {
  const promise = Promise.resolve(value);
  return () => promise;
};

/** An error that was raised once is raised again by whoever asks. */
export function lazy(evaluate: () => Promise<Value>): Lazy {
  let pending: Promise<Value> | undefined;
  return () => {
    pending ??= Promise.resolve().then(evaluate); // in a turn of its own, so that depth costs no stack
    return pending;
  };
}

export const listOf = (items: readonly Lazy[]): ListValue => ({
  kind: 'list',
  async *items() {
    yield* items;
  },
});

export const listOfValues = (values: readonly Value[]): ListValue => listOf(values.map(ready));

export const recordOf = (fields: Iterable<readonly [string, Lazy]>): RecordValue => ({
  kind: 'record',
  fields: new Map(fields),
});

export const recordOfValues = (fields: Readonly<Record<string, Value>>): RecordValue =>
  recordOf(Object.entries(fields).map(([name, value]) => [name, ready(value)] as const));

export const withMetadata = <V extends Value>(value: V, metadata: () => Promise<RecordValue>): V => ({
  ...value,
  metadata,
});
