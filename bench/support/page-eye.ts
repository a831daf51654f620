// What a real Chromium sees of a control room: how much script its first page takes, and how soon an event is on the screen.
import { existsSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { type Browser, chromium, type Page } from 'playwright-core';
import { eventually } from '../../tests/eventually.ts';
import { type ControlRoomProcess, PROJECT } from './control-room-process.ts';

export interface Seen {
  /** Of all scripts that a browser takes until the page stands, each packed by itself. */
  readonly initialJsKbGzip: number;
  /** From before the request that makes the event to the frame that shows it. */
  readonly eventToScreenMs: readonly number[];
}

const CHROMIUM = '/usr/bin/chromium';
const EVENTS = 20;
const PAGE_WITHIN_MS = 60_000;

/** Undefined without a browser on this machine. */
export async function lookAt(room: ControlRoomProcess, run: string): Promise<Seen | undefined> {
  if (!existsSync(CHROMIUM)) return undefined;
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
  try {
    return {
      initialJsKbGzip: await scriptsOf(browser, `${room.url}/projects/${PROJECT}/runs/${run}`),
      eventToScreenMs: await eventsToScreen(browser, room, run),
    };
  } finally {
    await browser.close();
  }
}

async function scriptsOf(browser: Browser, address: string): Promise<number> {
  const page = await browser.newPage();
  const bytes = new Map<string, Promise<number>>();
  page.on('response', (response) => {
    if (!new URL(response.url()).pathname.endsWith('.js')) return;
    bytes.set(
      response.url(),
      response.body().then((body) => gzipSync(body, { level: 9 }).length),
    );
  });
  await page.goto(address);
  await steeringOf(page);
  const sizes = await Promise.all(bytes.values());
  await page.close();
  return sizes.reduce((sum, size) => sum + size, 0) / 1_000;
}

/** A run that waits is paused and let go on in turns: each is an event that the page of the run shows. */
async function eventsToScreen(
  browser: Browser,
  { url, client }: ControlRoomProcess,
  run: string,
): Promise<readonly number[]> {
  const page = await browser.newPage();
  await page.goto(`${url}/projects/${PROJECT}/runs/${run}`);
  await steeringOf(page);
  const delays: number[] = [];
  for (let event = 0; event < EVENTS; event += 1) {
    const isPause = event % 2 === 0;
    await page.evaluate(watchFor(isPause ? 'Go on' : 'Pause'));
    const sentAt = Date.now();
    await client.call(isPause ? 'pauseRun' : 'unpauseRun', {
      params: { project: PROJECT, run },
      body: {},
    });
    const shownAt = await eventually('the event on the screen', async () => {
      const shown = await page.evaluate<number>('window.shownAt');
      return shown > 0 ? shown : undefined;
    });
    delays.push(shownAt - sentAt);
  }
  await page.close();
  return delays;
}

function steeringOf(page: Page): Promise<void> {
  return page
    .getByRole('button', { name: 'Pause', exact: true })
    .waitFor({ timeout: PAGE_WITHIN_MS });
}

/** Notes when a button that begins with this word has been painted. */
function watchFor(word: string): string {
  return `(() => {
    window.shownAt = 0;
    const isThere = () =>
      [...document.querySelectorAll('button')].some((each) => each.textContent.startsWith(${JSON.stringify(word)}));
    const look = () => {
      if (!isThere()) return;
      observer.disconnect();
      requestAnimationFrame(() => { window.shownAt = Date.now(); });
    };
    const observer = new MutationObserver(look);
    observer.observe(document.body, { subtree: true, childList: true, characterData: true, attributes: true });
    look();
  })()`;
}
