/** An expression that Data Factory, or the resource manager, would not evaluate. */
export class ExpressionError extends Error {
  override name = 'ExpressionError';
}
