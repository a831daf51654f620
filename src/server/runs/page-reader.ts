// The pages of runs for who reads them one by one: as long as nothing has changed, a page is made once a second at most.
import type { RunPage } from '../../api/schemas/run-page.ts';
import { buildRunPage } from './build-run-page.ts';
import type { RunSource, RunSurroundings } from './run-source.ts';
import type { RunSources } from './run-sources.ts';

export interface PageReader {
  of(run: string): Promise<RunPage>;
}

/** What a page says beside its clock grows with time: the last span of its times. */
const FRESH_MS = 1_000;
const PAGES_MOST = 200;

export function createPageReader(
  sources: RunSources,
  aroundOf: (source: RunSource) => Promise<RunSurroundings>,
): PageReader {
  const kept = new Map<
    string,
    { readonly key: string; readonly at: number; readonly page: RunPage }
  >();
  return {
    async of(run) {
      const source = await sources.of(run);
      const around = await aroundOf(source);
      const { driver, holds, speed } = around;
      const key = JSON.stringify([source.events.length, driver, holds, speed]);
      const found = kept.get(run);
      if (found?.key === key && performance.now() - found.at < FRESH_MS) {
        const { page } = found;
        return page.endedAt === null ? { ...page, now: Math.max(page.now, around.now) } : page;
      }
      const page = buildRunPage(source, around);
      kept.delete(run);
      kept.set(run, { key, at: performance.now(), page });
      const [oldest] = kept.keys();
      if (kept.size > PAGES_MOST && oldest !== undefined) kept.delete(oldest);
      return page;
    },
  };
}
