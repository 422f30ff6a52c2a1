import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { dataFactoryTemplate } from '../../../src/contract/clients/data-factory/template';

const folder = join(__dirname, '../../../clients/data-factory');

test.each([
  ['with-function-key.json', 'key'],
  ['with-managed-identity.json', 'entra'],
] as const)('%s is what the code makes (UPDATE_CLIENTS=1 npm test -- clients, then npm run format)', (name, signIn) => {
  const template = dataFactoryTemplate(null, signIn);
  const file = join(folder, name);
  if (process.env.UPDATE_CLIENTS === '1') writeFileSync(file, `${JSON.stringify(template, null, 2)}\n`);
  expect(JSON.parse(readFileSync(file, 'utf8'))).toEqual(template);
});
