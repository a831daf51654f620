// Reads a project folder from disk into the texts that the language layer understands.
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import type { SourceFile } from '../pipeline/pipeline.ts';
import { Refusal } from './refusal.ts';

const FILES_MAX = 2_000;
const FILE_BYTES_MAX = 1_048_576;
const SKIPPED = new Set(['node_modules', '.git', '.penstock', 'dist']);

/** Every text file below the folder, sorted by path; paths are relative, with `/`. Throws `Refusal`. */
export function readProjectFolder(folder: string): readonly SourceFile[] {
  const files: SourceFile[] = [];
  const visit = (at: string): void => {
    for (const entry of readdirSync(at, { withFileTypes: true })) {
      if (SKIPPED.has(entry.name)) continue;
      const path = join(at, entry.name);
      if (entry.isDirectory()) visit(path);
      else if (entry.isFile() && statSync(path).size <= FILE_BYTES_MAX)
        files.push(readSource(folder, path));
      if (files.length > FILES_MAX) {
        throw new Refusal(
          'usage',
          `${folder} holds more than ${FILES_MAX} files. Give --project the folder that holds the pipeline and its entities.`,
        );
      }
    }
  };
  visit(folder);
  return files.sort((a, b) => (a.path < b.path ? -1 : 1));
}

/** A single file that lies outside the project folder, under the path the person gave. */
export function readSingleFile(path: string): SourceFile {
  return { path, text: readFileSync(path, 'utf8') };
}

function readSource(folder: string, path: string): SourceFile {
  return { path: relative(folder, path).split(sep).join('/'), text: readFileSync(path, 'utf8') };
}
