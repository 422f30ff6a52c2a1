import { crc32, deflateRawSync } from 'node:zlib';

const NEEDS_VERSION = 20;
const MADE_ON_UNIX = (3 << 8) | NEEDS_VERSION;
const NAMES_ARE_UTF8 = 0x0800;
const DEFLATED = 8;
/** The first day that the format knows: the same files make the same archive, whenever and wherever. */
const DATE = 0x0021;
const A_FILE_THAT_ALL_MAY_READ = (0o100644 << 16) >>> 0;

/** Archives files by their paths, which have slashes. Names, texts and what there is of them are small: no Zip64. */
export function zip(files) {
  const entries = Object.entries(files)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([path, contents]) => entryOf(Buffer.from(path), Buffer.from(contents)));
  const locals = [];
  const directory = [];
  let offset = 0;
  for (const entry of entries) {
    const local = [localHeader(entry), entry.name, entry.data];
    locals.push(...local);
    directory.push(centralHeader(entry, offset), entry.name);
    offset += lengthOf(local);
  }
  return Buffer.concat([...locals, ...directory, endOf(entries.length, lengthOf(directory), offset)]);
}

function entryOf(name, contents) {
  const data = deflateRawSync(contents, { level: 9 });
  return { name, data, crc: crc32(contents), size: contents.length };
}

function localHeader({ name, data, crc, size }) {
  const header = Buffer.alloc(30);
  header.write('PK\x03\x04', 'latin1');
  header.writeUInt16LE(NEEDS_VERSION, 4);
  writeFacts(header, 6, { name, data, crc, size });
  return header;
}

function centralHeader({ name, data, crc, size }, offset) {
  const header = Buffer.alloc(46);
  header.write('PK\x01\x02', 'latin1');
  header.writeUInt16LE(MADE_ON_UNIX, 4);
  header.writeUInt16LE(NEEDS_VERSION, 6);
  writeFacts(header, 8, { name, data, crc, size });
  header.writeUInt32LE(A_FILE_THAT_ALL_MAY_READ, 38);
  header.writeUInt32LE(offset, 42);
  return header;
}

/** What stands in both headers, in the same order. */
function writeFacts(header, at, { name, data, crc, size }) {
  header.writeUInt16LE(NAMES_ARE_UTF8, at);
  header.writeUInt16LE(DEFLATED, at + 2);
  header.writeUInt16LE(DATE, at + 6); // after the time, which is 0
  header.writeUInt32LE(crc, at + 8);
  header.writeUInt32LE(data.length, at + 12);
  header.writeUInt32LE(size, at + 16);
  header.writeUInt16LE(name.length, at + 20);
}

function endOf(count, directorySize, directoryOffset) {
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(count, 8);
  end.writeUInt16LE(count, 10);
  end.writeUInt32LE(directorySize, 12);
  end.writeUInt32LE(directoryOffset, 16);
  return end;
}

function lengthOf(buffers) {
  return buffers.reduce((sum, { length }) => sum + length, 0);
}
