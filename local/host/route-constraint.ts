/** What may follow the name of a route parameter, as in `{id:int:min(1)}`, with the meaning ASP.NET Core gives it. */

export type Constraint = (value: string) => boolean;

const INT32 = { least: -(2n ** 31n), most: 2n ** 31n - 1n };
const INT64 = { least: -(2n ** 63n), most: 2n ** 63n - 1n };
const WHOLE_NUMBER = /^\s*[+-]?\d+\s*$/;
const DECIMAL = /^\s*[+-]?(?:\d[\d,]*\.?\d*|\.\d+)\s*$/;
const DOUBLE = /^\s*[+-]?(?:(?:\d[\d,]*\.?\d*|\.\d+)(?:e[+-]?\d+)?|infinity|nan|∞)\s*$/i;
const GUID_DIGITS = '[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}';
const GUID = new RegExp(`^\\s*(?:[0-9a-f]{32}|${GUID_DIGITS}|\\{${GUID_DIGITS}\\}|\\(${GUID_DIGITS}\\))\\s*$`, 'i');
const CLOCK = '(?:[T ](?:[01]?\\d|2[0-3]):[0-5]\\d(?::[0-5]\\d(?:\\.\\d+)?)?(?: ?[AP]M)?(?:Z|[+-]\\d\\d:?\\d\\d)?)?';
const YEAR_FIRST = new RegExp(`^(?<year>\\d{4})[-/](?<month>\\d{1,2})[-/](?<day>\\d{1,2})${CLOCK}$`, 'i');
const MONTH_FIRST = new RegExp(`^(?<month>\\d{1,2})[-/](?<day>\\d{1,2})[-/](?<year>\\d{4})${CLOCK}$`, 'i');

const CONSTRAINTS = new Map<string, (argument: string | undefined) => Constraint>([
  ['int', plain((value) => isWithin(value, INT32.least, INT32.most))],
  ['long', plain((value) => isWithin(value, INT64.least, INT64.most))],
  ['bool', plain((value) => /^\s*(?:true|false)\s*$/i.test(value))],
  ['guid', plain((value) => GUID.test(value))],
  ['alpha', plain((value) => /^[a-z]*$/i.test(value))],
  ['decimal', plain((value) => DECIMAL.test(value))],
  ['double', plain((value) => DOUBLE.test(value))],
  ['float', plain((value) => DOUBLE.test(value))],
  ['datetime', plain(isDateTime)],
  ['required', plain((value) => value !== '')],
  ['minlength', withNumbers(1, 1, (least) => (value) => hasLength(value, least, INT32.most))],
  ['maxlength', withNumbers(1, 1, (most) => (value) => hasLength(value, 0n, most))],
  ['length', withNumbers(1, 2, (least, most) => (value) => hasLength(value, least, most))],
  ['min', withNumbers(1, 1, (least) => (value) => isWithin(value, least, INT64.most))],
  ['max', withNumbers(1, 1, (most) => (value) => isWithin(value, INT64.least, most))],
  ['range', withNumbers(2, 2, (least, most) => (value) => isWithin(value, least, most))],
  ['regex', toRegex],
]);

/** The constraint of a name and of what stands in its brackets; the message of its Error goes on a sentence. */
export function makeConstraint(name: string, argument: string | undefined): Constraint {
  const make = CONSTRAINTS.get(name.toLowerCase());
  if (make === undefined) throw new Error(`the constraint "${name}" is not known`);
  return make(argument);
}

function plain(constraint: Constraint): (argument: string | undefined) => Constraint {
  return (argument) => {
    if (argument !== undefined) throw new Error(`a constraint without arguments was given "(${argument})"`);
    return constraint;
  };
}

function withNumbers(
  fewest: number,
  most: number,
  make: (first: bigint, last: bigint) => Constraint,
): (argument: string | undefined) => Constraint {
  return (argument = '') => {
    const texts = argument.split(',');
    const areNumbers = texts.every((text) => WHOLE_NUMBER.test(text));
    const [first = 0n, last = first] = areNumbers ? texts.map(BigInt) : [];
    if (areNumbers && texts.length >= fewest && texts.length <= most && first <= last) return make(first, last);
    throw new Error(`"(${argument})" is not what a constraint of numbers needs`);
  };
}

function toRegex(argument: string | undefined): Constraint {
  if (!argument) throw new Error('the constraint "regex" needs a pattern');
  try {
    const pattern = new RegExp(argument, 'i');
    return (value) => pattern.test(value);
  } catch (error) {
    throw new Error(`"${argument}" is not a regular expression`, { cause: error });
  }
}

function isWithin(value: string, least: bigint, most: bigint): boolean {
  if (!WHOLE_NUMBER.test(value)) return false;
  const number = BigInt(value.replace('+', ''));
  return number >= least && number <= most;
}

function hasLength(value: string, least: bigint, most: bigint): boolean {
  return value.length >= least && value.length <= most;
}

// .NET takes many more spellings of a date; these are the ones that callers write.
function isDateTime(value: string): boolean {
  const { year, month, day } = (YEAR_FIRST.exec(value) ?? MONTH_FIRST.exec(value))?.groups ?? {};
  const midnight = new Date(0);
  midnight.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  return Number(year) > 0 && midnight.getUTCMonth() === Number(month) - 1 && midnight.getUTCDate() === Number(day);
}
