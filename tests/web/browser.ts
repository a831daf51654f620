// A real Chromium for the tests of the pages: one per file, with the pictures and the accessibility findings of what it shows.
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const CHROMIUM = '/usr/bin/chromium';

/** Without a browser its tests are counted as skipped; on CI they fail instead. */
export const hasBrowser = existsSync(CHROMIUM) || process.env['CI'] === 'true';

export type Theme = 'light' | 'dark';

export interface Look {
  readonly theme?: Theme;
  readonly width?: number;
  readonly height?: number;
}

export function openBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
}

/** A window of its own, with cookies of its own; what its scripts throw fails the test at `close`. */
export async function openWindow(browser: Browser, look: Look = {}): Promise<Window> {
  const { theme = 'light', width = 1440, height = 900 } = look;
  const context = await browser.newContext({
    viewport: { width, height },
    colorScheme: theme,
    reducedMotion: 'reduce',
  });
  const page = await context.newPage();
  const broken: string[] = [];
  page.on('pageerror', ({ message }) => broken.push(message));
  page.setDefaultTimeout(20_000);
  return {
    page,
    context,
    broken,
    async [Symbol.asyncDispose]() {
      await context.close();
      if (broken.length > 0) throw new Error(`the page's scripts broke: ${broken.join('\n')}`);
    },
  };
}

export interface Window extends AsyncDisposable {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly broken: readonly string[];
}

const SHOTS = join(import.meta.dirname, '../../node_modules/.cache/penstock-shots');

/** Kept outside of git, to be looked at. */
export async function shoot(page: Page, name: string, isWhole = true): Promise<void> {
  mkdirSync(SHOTS, { recursive: true });
  await page.screenshot({ path: join(SHOTS, `${name}.png`), fullPage: isWhole });
}

interface AxeViolation {
  readonly id: string;
  readonly impact: string;
  readonly nodes: readonly { readonly html: string; readonly failureSummary: string }[];
}

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');

/** What axe finds against WCAG 2.2 AA, a line each; empty is good. */
export async function findings(page: Page): Promise<readonly string[]> {
  await page.evaluate(readFileSync(axe, 'utf8'));
  const violations = await page.evaluate<readonly AxeViolation[]>(
    `axe.run(document, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa', 'best-practice'] })
      .then(({ violations }) => JSON.parse(JSON.stringify(violations)))`,
  );
  return violations.map(
    ({ id, impact, nodes }) =>
      `${impact} ${id}: ${nodes
        .slice(0, 3)
        .map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary}`)
        .join(' | ')}`,
  );
}
