import { CONTENT_TYPES, FORMATS, pickFormat } from '../../../src/contract/table/format';

test.each<[string | null, string | null, string | undefined]>([
  [null, null, 'json'],
  ['csv', null, 'csv'],
  ['NDJSON', null, 'ndjson'],
  ['json', 'text/csv', 'json'],
  ['xml', 'text/csv', undefined],
  ['', 'text/csv', undefined],
  ['constructor', null, undefined],
  [null, '', 'json'],
  [null, '*/*', 'json'],
  [null, 'text/csv', 'csv'],
  [null, 'Text/CSV; charset=utf-8; header=present', 'csv'],
  [null, 'application/x-ndjson', 'ndjson'],
  [null, 'application/ndjson', 'ndjson'],
  [null, 'application/jsonl', 'ndjson'],
  [null, 'application/json', 'json'],
  [null, 'application/json, text/plain, */*', 'json'],
  [null, 'text/csv, */*', 'csv'],
  [null, '*/*, text/csv', 'csv'],
  [null, 'text/csv, application/json', 'csv'],
  [null, 'application/json, text/csv', 'json'],
  [null, 'text/csv;q=0.5, application/x-ndjson;q=0.8, application/json; q=0.1', 'ndjson'],
  [null, 'text/csv;q=0.5, */*;q=0.8', 'json'],
  [null, 'text/*', 'csv'],
  [null, 'application/*', 'json'],
  [null, 'application/json;q=0, */*', 'csv'],
  [null, 'application/json;q=0, text/*;q=0, */*;q=0.1', 'ndjson'],
  [null, 'text/csv;q=0', 'json'],
  [null, 'text/csv;q=much', 'json'],
  [null, 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8', 'json'],
  [null, 'text/html', 'json'],
])('format=%j with Accept %j is %s', (query, accept, format) => expect(pickFormat(query, accept)).toBe(format));

test.each(FORMATS)('the content type of %s asks for it again', (format) => {
  expect(pickFormat(null, CONTENT_TYPES[format])).toBe(format);
});
