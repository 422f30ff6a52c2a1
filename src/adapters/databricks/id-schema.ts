import { z } from 'zod';

/** An int64, as text. Numbers that JavaScript would round have become text already when the JSON was read. */
export const idSchema = z.union([z.string().regex(/^\d+$/), z.int().nonnegative().transform(String)]);
