import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type LogEvent, logEventSchema } from '../../src/contract/log-events';
import { propertiesOf, unquoted } from './support/bicep';
import { type Infra, readInfra } from './support/infra';
import { fieldsReadIn, readQueries, valuesComparedIn } from './support/queries';

const alerts = readQueries('alerts');
const queries = readQueries('queries');
const all = [
  ...[...alerts].map(([name, text]) => [`alerts/${name}`, text]),
  ...[...queries].map(([name, text]) => [`queries/${name}`, text]),
] as [string, string][];

const schemas = new Map(logEventSchema.options.map((schema) => [schema.shape.event.value, schema]));
const eventsIn = (query: string) => [...schemas.keys()].filter((event) => query.includes(event));

let infra: Infra;
beforeAll(async () => {
  infra = await readInfra();
});

/** The objects of a variable that have a query, with their properties as written. */
function rulesIn(path: string, symbol: string): Record<string, string>[] {
  const objects = infra.at(path).declarations.get(symbol)?.node.descendantsOfType('object') ?? [];
  return objects
    .map((one) =>
      Object.fromEntries([...propertiesOf(one ?? undefined)].map(([key, { text }]) => [key, unquoted(text)])),
    )
    .filter(({ query }) => query !== undefined);
}

describe.each(all)('%s', (_, query) => {
  test('reads an event that the app logs, from the traces', () => {
    expect(query).toMatch(/^traces$/m);
    expect(eventsIn(query).length).toBeGreaterThan(0);
    for (const event of eventsIn(query)) {
      expect(query).toContain(`| where message has '${event}'`);
      expect(query).toContain(`| extend ${event} = parse_json(message)`);
      expect(query).toContain(`| where ${event}.event == '${event}'`);
    }
  });

  test('reads fields that the event has, and compares them to what they can be', () => {
    for (const event of eventsIn(query)) {
      const fields: Record<string, { safeParse(value: unknown): { success: boolean } }> =
        schemas.get(event)?.shape ?? {};
      expect(fieldsReadIn(query, event).filter((field) => !(field in fields))).toEqual([]);
      const impossible = valuesComparedIn(query, event).filter(
        ({ field, value }) => !fields[field]?.safeParse(value).success,
      );
      expect(impossible).toEqual([]);
    }
  });

  test('counts a run once, though its activities may log twice', () => {
    const counts = /runEnded|runStarted/.test(query);
    if (counts) expect(query).toMatch(/by\s+runId = tostring\(run(Ended|Started)\.runId\)|distinct runId/);
  });
});

describe('the alerts', () => {
  const rules = () => rulesIn('modules/alerts.bicep', 'rules');

  test('are one for each query', () => {
    expect(
      rules()
        .map(({ query }) => query)
        .sort(),
    ).toEqual([...alerts.keys()].map((name) => `loadTextContent('../monitoring/alerts/${name}')`).sort());
  });

  test('measure a column that their query ends with', () => {
    for (const { name, column } of rules()) {
      const last = alerts.get(`${name}.kql`)?.trim().split('\n').at(-1);
      expect(last).toMatch(new RegExp(`^\\| (summarize|project) ${column} = `));
    }
  });

  test('look back no further than Azure lets them, and no less often than that', () => {
    const minutes = (duration = '') => {
      const [, days = 0, hours = 0, mins = 0] = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?)?$/.exec(duration) ?? [];
      return Number(days) * 1440 + Number(hours) * 60 + Number(mins);
    };
    for (const { frequency, window } of rules()) {
      expect(minutes(window)).toBeLessThanOrEqual(2880);
      expect(minutes(frequency)).toBeGreaterThan(0);
      expect(minutes(frequency)).toBeLessThanOrEqual(minutes(window));
    }
  });

  test('are explained, each under its title', () => {
    const page = readFileSync(join(__dirname, '../../docs/operations.md'), 'utf8');
    expect(rules().filter(({ title }) => !page.includes(`### ${title}\n`))).toEqual([]);
  });
});

describe('the workbook', () => {
  test('shows every query', () => {
    const shown = rulesIn('modules/workbook.bicep', 'charts').map(({ query }) => query);
    expect(shown.sort()).toEqual(
      [...queries.keys()].map((name) => `loadTextContent('../monitoring/queries/${name}')`).sort(),
    );
  });
});

describe('the host', () => {
  const { logging } = JSON.parse(readFileSync(join(__dirname, '../../host.json'), 'utf8'));

  test('drops no line that a query looks for, as sampling would', () => {
    expect(logging.applicationInsights.samplingSettings.excludedTypes.split(';')).toContain('Trace');
  });

  test('passes on what the app logs', () => expect(logging.logLevel.default).toBe('Information'));
});

describe('what looks at the queries', () => {
  const event: LogEvent['event'] = 'runEnded';

  test('finds fields, and what they are compared to', () => {
    const query = "| where runEnded.outcome in ('failed', 'lost') and runEnded.polls > 3 and runEnded.code == 'x'";
    expect(fieldsReadIn(query, event)).toEqual(['outcome', 'polls', 'code']);
    expect(valuesComparedIn(query, event)).toEqual([
      { field: 'outcome', value: 'failed' },
      { field: 'outcome', value: 'lost' },
      { field: 'code', value: 'x' },
    ]);
  });
});
