import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { callersFileSchema } from '../../src/config/file-schemas';
import { callerRuleSchema } from '../../src/contract/callers/caller-rules';

const root = join(__dirname, '../..');
const schemaFile = join(root, 'callers.schema.json');

describe('callers.schema.json', () => {
  if (process.env.WRITE_SCHEMA === '1') writeFileSync(schemaFile, `${JSON.stringify(callersFileSchema(), null, 2)}\n`);
  const schema = JSON.parse(readFileSync(schemaFile, 'utf8'));

  test('is what the code makes of its own rules (WRITE_SCHEMA=1 npm test -- callers-file, then npm run format)', () => {
    expect(schema).toEqual(callersFileSchema());
  });

  test('lets through the example of docs/configuration.md, and no entry that is wrong', () => {
    const [, example = ''] =
      /```json\n(\{\n {2}"\$schema": "\.\/callers\.schema\.json"[^`]+)```/.exec(configurationPage) ?? [];
    const isRight = new Ajv({ strict: false }).compile(schema);
    expect(isRight(JSON.parse(example)) ? [] : isRight.errors).toEqual([]);
    for (const wrong of [{ me: {} }, { '*': { jobs: ['A'] } }, { '*': { action: [] } }, { '*': { actions: ['x'] } }]) {
      expect(isRight(wrong)).toBe(false);
    }
  });
});

const configurationPage = readFileSync(join(root, 'docs/configuration.md'), 'utf8');

test('docs/configuration.md explains every field of an entry', () => {
  const [, part = ''] = /## What each caller may do\n([\s\S]*?)\n## /.exec(configurationPage) ?? [];
  const explained = [...part.matchAll(/^\| `(\w+)` /gm)].map(([, field]) => field);
  expect(explained).toEqual(Object.keys(callerRuleSchema.shape));
});
