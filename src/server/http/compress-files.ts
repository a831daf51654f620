// Compressed twins beside the files of the pages, made once when they are built.
import { readdirSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { extname, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

/** Shorter files cost more to unpack than they save. */
const MIN_BYTES = 1_000;
const COMPRESSED: ReadonlySet<string> = new Set(['.js', '.css', '.html', '.svg', '.json']);

export async function compressFiles(folder: string): Promise<void> {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  for (const name of names.filter((each) => COMPRESSED.has(extname(each)))) {
    const file = join(folder, name);
    const bytes = await readFile(file);
    if (bytes.length < MIN_BYTES) continue;
    await writeFile(`${file}.gz`, await gzipped(bytes, { level: 9 }));
    const quality = { [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY };
    await writeFile(`${file}.br`, await brotlied(bytes, { params: quality }));
  }
}

const gzipped = promisify(gzip);
const brotlied = promisify(brotliCompress);
