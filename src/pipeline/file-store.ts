// The project's file store: under which names a file that Harness would store can be found.
import type { Project, SourceFile } from './pipeline.ts';

/**
 * A file `files/spot/spot-cfg.json` is found as written, without its folder prefix, and without its
 * extension. A file whose own name is the asked one wins over a shortened name of another.
 */
export function fileStore(files: readonly SourceFile[]): Pick<Project, 'files' | 'filePaths'> {
  const store = new Map<string, string>();
  const filePaths = new Map<string, string>();
  for (const rank of [0, 1, 2, 3]) {
    for (const file of files) {
      const name = namesOf(file.path)[rank];
      if (name === undefined || store.has(name)) continue;
      // A mark of the byte order is no part of what a script or a document says.
      store.set(name, file.text.replace(/^\ufeff/, ''));
      filePaths.set(name, file.path);
    }
  }
  return { files: store, filePaths };
}

/** The key of a file reference such as `/spot/spot-cfg` or `account:/spot/spot-cfg`. */
export function storeKey(reference: string): string {
  return reference.replace(/^(account|org|project):/, '').replace(/^\/+/, '');
}

function namesOf(path: string): readonly string[] {
  const whole = storeKey(path.replace(/^\.\//, ''));
  const inner = whole.replace(/^(.*\/)?files\//, '').replace(/^\.harness\//, '');
  return [whole, inner, withoutExtension(whole), withoutExtension(inner)];
}

function withoutExtension(path: string): string {
  return path.replace(/(?<=[^/])\.[^./]+$/, '');
}
