// The project's file store: under which names a file that Harness would store can be found.
import type { SourceFile } from './pipeline.ts';

/**
 * A file `files/spot/spot-cfg.json` is found as written, without its folder prefix, and without its
 * extension. A file whose own name is the asked one wins over a shortened name of another.
 */
export function fileStore(files: readonly SourceFile[]): ReadonlyMap<string, string> {
  const store = new Map<string, string>();
  for (const rank of [0, 1, 2, 3]) {
    for (const file of files) {
      const name = namesOf(file.path)[rank];
      if (name !== undefined && !store.has(name)) store.set(name, file.text);
    }
  }
  return store;
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
