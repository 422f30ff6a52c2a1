export interface TryNextFacts {
  url: string;
  /** What a start sends, and the job in it as it stands in a path. */
  body: object;
  job: string;
  /** Of parameters that the job has. */
  tableQuery: string;
  /** Of the run that was made; undefined if none was. */
  runId: string | undefined;
  /** Where the keys are, if they are asked for. */
  keysFile: string | undefined;
  hasOpenApi: boolean;
}

/** The requests that somebody could try next, to be pasted into a shell. The key itself is not shown. */
export function tryNext({ url, body, job, tableQuery, runId, keysFile, hasOpenApi }: TryNextFacts): string[] {
  const run = `${url}/api/runs/${runId ?? 'RUN_ID'}`;
  const table = `${url}/api/jobs/${encodeURIComponent(job)}/table`;
  const tableWith = (...options: string[]) =>
    quoted([table, options.filter(Boolean).join('&')].filter(Boolean).join('?'));
  const curl = keysFile === undefined ? 'curl' : 'curl -H "x-functions-key: $KEY"';
  const examples: [what: string, ...lines: string[]][] = [
    [
      'start a run',
      `${curl} -X POST ${url}/api/runs -H 'content-type: application/json' -d ${quoted(JSON.stringify(body))}`,
    ],
    ['how it stands, as soon as it has ended', `${curl} ${quoted(`${run}?wait=60`)}`],
    ['its output as CSV', `${curl} ${quoted(`${run}/output?format=csv`)}`],
    [
      'the rows of the job: the first request starts a run, the second one joins it',
      `${curl} ${tableWith(tableQuery)}`,
      `${curl} ${tableWith(tableQuery, 'wait=60')}`,
    ],
    ['cancel a run that goes on', `${curl} -X POST ${url}/api/runs/RUN_ID/cancel`],
    ['what has been run, and which jobs there are', `${curl} ${url}/api/runs`, `${curl} ${url}/api/jobs`],
  ];
  if (hasOpenApi) examples.push(['everything else that can be asked', `${curl} ${url}/api/openapi.json`]);
  const lines = examples.flatMap(([what, ...commands]) => [`# ${what}`, ...commands]);
  return ['Try next:', ...(keysFile === undefined ? [] : keyLines(keysFile)), ...lines].map((line, at) =>
    at === 0 ? line : `  ${line}`,
  );
}

function keyLines(file: string): string[] {
  const program = `console.log(JSON.parse(require('fs').readFileSync(process.argv[1])).function)`;
  return ['# the function key, out of the file that holds it', `KEY=$(node -e "${program}" ${quoted(file)})`];
}

/** For a POSIX shell. */
const quoted = (text: string) => `'${text.replaceAll("'", "'\\''")}'`;
