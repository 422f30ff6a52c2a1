/** A field as it stands in RFC 4180: its text, and whether it had quotes. */
export interface Field {
  text: string;
  quoted: boolean;
}

/** A strict reader of RFC 4180, which knows nothing of the writer. Every record ends in CRLF. */
export function readCsv(text: string): Field[][] {
  const records: Field[][] = [];
  let record: Field[] = [];
  let at = 0;
  while (at < text.length) {
    const { field, end } = text[at] === '"' ? readQuoted(text, at) : readPlain(text, at);
    record.push(field);
    at = end;
    if (text[at] === ',') {
      at += 1;
    } else if (text.startsWith('\r\n', at)) {
      records.push(record);
      record = [];
      at += 2;
    } else {
      throw new Error(`neither a comma nor an end of line at ${at}`);
    }
  }
  if (record.length > 0) throw new Error('the last record has no end');
  return records;
}

function readPlain(text: string, start: number) {
  let end = start;
  while (end < text.length && text[end] !== ',' && text[end] !== '\r') end += 1;
  const plain = text.slice(start, end);
  if (/["\n]/.test(plain)) throw new Error(`a field without quotes holds what needs them at ${start}`);
  return { field: { text: plain, quoted: false }, end };
}

function readQuoted(text: string, start: number) {
  let content = '';
  let from = start + 1;
  for (;;) {
    const quote = text.indexOf('"', from);
    if (quote < 0) throw new Error(`a quote that is opened at ${start} is never closed`);
    content += text.slice(from, quote);
    if (text[quote + 1] !== '"') return { field: { text: content, quoted: true }, end: quote + 1 };
    content += '"';
    from = quote + 2;
  }
}
