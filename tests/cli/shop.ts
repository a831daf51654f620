// A copy of the example shop in a folder of its own, and a twin of it in a process of its own.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { root, startPenstock } from './penstock.ts';

export interface Shop {
  readonly folder: string;
  /** Replaces the first such text in a file; fails when there is none. */
  change(file: string, from: string, to: string): void;
  /** The file as it was in the example. */
  restore(file: string): void;
  remove(): void;
}

export interface ShopTwin extends AsyncDisposable {
  readonly url: string;
  /** How often each operation of a cloud was called: `elbv2.ModifyRule`, `spot.create`. */
  calls(): Promise<Readonly<Record<string, number>>>;
}

const example = join(root, 'examples/shop');

export function copyShop(): Shop {
  const folder = mkdtempSync(join(tmpdir(), 'penstock-shop-'));
  cpSync(example, folder, {
    recursive: true,
    filter: (source) => basename(source) !== '.penstock',
  });
  return {
    folder,
    change(file, from, to) {
      const path = join(folder, file);
      const text = readFileSync(path, 'utf8');
      if (!text.includes(from)) throw new Error(`${file} has no "${from}"`);
      writeFileSync(
        path,
        text.replace(from, () => to),
      );
    },
    restore: (file) => cpSync(join(example, file), join(folder, file)),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** `penstock twin up`, ready. */
export async function startShopTwin(folder: string, speed: number): Promise<ShopTwin> {
  const command = startPenstock(['twin', 'up', '--json', '--speed', `${speed}`], {
    folder,
    withinMs: 600_000,
  });
  try {
    await command.hasSaid('\n', 30_000);
  } catch (error) {
    await command[Symbol.asyncDispose]();
    throw error;
  }
  const { url } = JSON.parse(command.stdout()) as { url: string };
  return {
    url,
    async calls() {
      const answer = await fetch(`${url}/_twin/world`);
      return ((await answer.json()) as { calls: Record<string, number> }).calls;
    },
    [Symbol.asyncDispose]: () => command[Symbol.asyncDispose](),
  };
}
