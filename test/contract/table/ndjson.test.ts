import fc from 'fast-check';
import { toNdjson } from '../../../src/contract/table/ndjson';
import { arbitraryTable } from './arbitrary-table';

test('every row is a line, with its names in the order of the columns', () => {
  const columns = [
    { name: 'b', type: 'text', nullable: true } as const,
    { name: '1', type: 'number', nullable: false } as const,
  ];
  expect(
    toNdjson({
      columns,
      rows: [
        ['x\n"y"', 1.5],
        [null, 1e21],
      ],
    }),
  ).toBe('{"b":"x\\n\\"y\\"","1":1.5}\n{"b":null,"1":1e+21}\n');
});

test('a table without rows is empty', () => expect(toNdjson({ columns: [], rows: [] })).toBe(''));

test('whatever is written is read again', () => {
  fc.assert(
    fc.property(arbitraryTable, ({ columns, rows }) => {
      const lines = toNdjson({ columns, rows }).split('\n');
      expect(lines.pop()).toBe('');
      const objects = lines.map((line) => JSON.parse(line) as Record<string, unknown>);
      expect(objects.map((object) => Object.keys(object).length)).toEqual(rows.map(() => columns.length));
      expect(objects.map((object) => columns.map(({ name }) => object[name]))).toEqual(rows);
    }),
  );
});
