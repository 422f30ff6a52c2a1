import { z } from 'zod';

const status = z.enum(['ok', 'failing']);

export const healthSchema = z.object({ status: z.literal('ok') }).describe('The app answers.');

export const checkSchema = z.object({
  name: z.enum(['settings', 'token', 'workspace', 'storage', 'catalog', 'runs']),
  status,
  detail: z.string().describe('What was looked at, and what was found.'),
  problems: z.array(z.object({ problem: z.string(), whatToDo: z.string() })).describe('Empty if there are none.'),
});

export type Check = z.infer<typeof checkSchema>;

export const selfCheckSchema = z
  .object({ status, checks: z.array(checkSchema) })
  .describe('Whether the app can do its work, and what to do if it can not.');

export type SelfCheck = z.infer<typeof selfCheckSchema>;
