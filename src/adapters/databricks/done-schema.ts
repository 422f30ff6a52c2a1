import { z } from 'zod';

/** Of what was done, and has nothing to tell. */
export const doneSchema = z.looseObject({}).transform(() => undefined);
