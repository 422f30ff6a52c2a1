import type { HttpRequest } from '@azure/functions';
import type { z } from 'zod';
import { fieldProblems } from '../../contract/schema-problem';
import { readBody } from './read-body';
import { requestInvalid } from './request-invalid';

/** A body in the shape of the schema. */
export async function readBodyAs<T>(request: HttpRequest, schema: z.ZodType<T>): Promise<T> {
  const { data, error } = schema.safeParse(await readBody(request));
  if (error) throw requestInvalid(fieldProblems(error));
  return data;
}
