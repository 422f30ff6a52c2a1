import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { crc32, inflateRawSync } from 'node:zlib';

/** Reads an archive by its directory, as those do who get it, and believes none of its numbers. */
export function readZip(archive: Buffer): Map<string, Buffer> {
  const end = archive.length - 22;
  expectMark(archive, end, 'PK\x05\x06');
  const files = new Map<string, Buffer>();
  let at = archive.readUInt32LE(end + 16);
  for (let count = archive.readUInt16LE(end + 10); count > 0; count--) {
    expectMark(archive, at, 'PK\x01\x02');
    const nameLength = archive.readUInt16LE(at + 28);
    const name = archive.toString('utf8', at + 46, at + 46 + nameLength);
    files.set(name, contentsOf(archive, at, name));
    at += 46 + nameLength + archive.readUInt16LE(at + 30) + archive.readUInt16LE(at + 32);
  }
  if (at !== end) throw new Error('the directory does not end where the archive says');
  return files;
}

export function unzip(archive: Buffer, folder: string): void {
  for (const [path, contents] of readZip(archive)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), contents);
  }
}

function contentsOf(archive: Buffer, at: number, name: string): Buffer {
  const [crc, packed, size] = [16, 20, 24].map((offset) => archive.readUInt32LE(at + offset)) as [
    number,
    number,
    number,
  ];
  const local = archive.readUInt32LE(at + 42);
  expectMark(archive, local, 'PK\x03\x04');
  // What stands in both headers is the same.
  if (archive.subarray(local + 4, local + 30).compare(archive.subarray(at + 6, at + 32)) !== 0)
    throw new Error(`${name} has two different headers`);
  const start = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28);
  const contents = inflateRawSync(archive.subarray(start, start + packed));
  if (contents.length !== size || crc32(contents) !== crc) throw new Error(`${name} is damaged`);
  return contents;
}

function expectMark(archive: Buffer, at: number, mark: string): void {
  if (archive.toString('latin1', at, at + 4) !== mark) throw new Error(`no ${JSON.stringify(mark)} at ${at}`);
}
