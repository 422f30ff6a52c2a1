/** The workspace says no, in the words a caller gets to see. */
export class Refusal extends Error {
  constructor(
    readonly code: RefusalCode,
    message: string,
  ) {
    super(message);
  }
}

export type RefusalCode =
  | 'INVALID_PARAMETER_VALUE'
  | 'INVALID_STATE'
  | 'MALFORMED_REQUEST'
  | 'REQUEST_LIMIT_EXCEEDED'
  | 'ENDPOINT_NOT_FOUND'
  | 'NOT_FOUND'
  | 'RESOURCE_DOES_NOT_EXIST'
  | 'RESOURCE_CONFLICT';

export const invalid = (message: string) => new Refusal('INVALID_PARAMETER_VALUE', message);
