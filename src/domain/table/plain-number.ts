/** All digits of a number and no exponent, which many readers of CSV take for text. Reading it gives the same number. */
export function plainNumber(value: number): string {
  const text = String(value);
  const [, sign = '', whole = '', fraction = '', exponent] = /^(-?)(\d)\.?(\d*)e(.+)$/.exec(text) ?? [];
  if (exponent === undefined) return text;
  const digits = whole + fraction;
  const wholeDigits = 1 + Number(exponent);
  return sign + (wholeDigits > 0 ? digits.padEnd(wholeDigits, '0') : `0.${'0'.repeat(-wholeDigits)}${digits}`);
}
