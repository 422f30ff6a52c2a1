import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { declared, type Node } from './support/bicep';
import { callsIn, referencesIn } from './support/bicep-references';
import { type Infra, readInfra } from './support/infra';

let infra: Infra;
beforeAll(async () => {
  infra = await readInfra();
});

describe('keys and secrets', () => {
  test.each([
    ['modules/storage.bicep', 'account', 'properties.allowSharedKeyAccess', 'false'],
    ['modules/storage.bicep', 'account', 'properties.allowBlobPublicAccess', 'false'],
    ['modules/key-vault.bicep', 'vault', 'properties.enableRbacAuthorization', 'true'],
    ['modules/telemetry.bicep', 'component', 'properties.DisableLocalAuth', 'true'],
    ['modules/telemetry.bicep', 'workspace', 'properties.features.disableLocalAuth', 'true'],
    ['modules/function-app.bicep', 'site', 'properties.httpsOnly', 'true'],
  ])('%s: %s has %s %s', (path, symbol, property, value) => expect(infra.textAt(path, symbol, property)).toBe(value));

  test('come in by secure parameters without a value', () => {
    const secret = infra.files.flatMap((file) =>
      declared(file, 'param').filter(
        ({ name, node }) => /token$|secret|password|key$/i.test(name) && / string\b/.test(node.text),
      ),
    );
    expect(secret.length).toBeGreaterThan(0);
    for (const { node, decorators } of secret) {
      expect(decorators).toContain('secure()');
      expect(node.text).toMatch(/^param \w+ string( = '')?$/);
    }
  });

  test('never leave a deployment as an output', () => {
    const leaking = infra.files.flatMap((file) => {
      const secure = declared(file, 'param').filter(({ decorators }) => decorators.includes('secure()'));
      const names = secure.map(({ name }) => name);
      const told = referencesIn(file).filter(({ node }) => isInOutput(node));
      return told.filter(({ name }) => names.includes(name)).map(({ name }) => `${file.path}: ${name}`);
    });
    expect(leaking).toEqual([]);
  });

  test('are not written into files on the way to the vault, since those would lie in the clone', () => {
    const folder = join(__dirname, '../../docs');
    const pages = readdirSync(folder).filter((name) => name.endsWith('.md'));
    const commands = pages.flatMap((name) => readFileSync(join(folder, name), 'utf8').match(/\bsecret set .+/g) ?? []);
    expect(commands.length).toBeGreaterThan(0);
    for (const command of commands) expect(command).toMatch(/--value "\$[A-Z]+" --output none$/);
  });

  test('are not asked of Azure', () => {
    expect(infra.files.flatMap(callsIn).filter((name) => /^list|getSecret/.test(name))).toEqual([]);
    expect(infra.files.filter(({ root }) => /\.list\w*\(|\.getSecret\(/.test(root.text))).toEqual([]);
  });
});

function isInOutput(node: Node): boolean {
  return node.type === 'output_declaration' || (node.parent !== null && isInOutput(node.parent));
}
