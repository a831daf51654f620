// The page of a run in a real browser: a whole deployment decided there, a rejection, the way back, and what two people see.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findings, hasBrowser, openBrowser, openWindow, shoot } from './browser.ts';
import { openWebRoom, PROJECT, type WebRoom } from './web-room.ts';

const WITHIN_MS = 90_000;

describe.skipIf(!hasBrowser)('the page of a run (needs /usr/bin/chromium)', () => {
  let browser: Browser;
  let room: WebRoom;
  beforeAll(async () => {
    browser = await openBrowser();
    room = await openWebRoom();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await room?.[Symbol.asyncDispose]();
  });

  const open = async (page: Page, run: string): Promise<void> => {
    await page.goto(`${room.url}/projects/${PROJECT}/runs/${run}`);
    await page.getByRole('heading', { level: 1 }).waitFor();
  };

  test('a whole deployment is approved from the page, gate by gate, and ends with all traffic on green', async () => {
    await using window = await openWindow(browser);
    const { page } = window;
    const run = await room.start();
    await open(page, run);
    for (const rung of ['stage-50', 'stage-100', 'prod-25', 'prod-50', 'prod-100']) {
      const approve = page.getByRole('button', { name: `Approve ${rung}` });
      await approve.waitFor({ timeout: WITHIN_MS });
      await page.locator('.evidence').waitFor();
      if (rung === 'prod-50') {
        await shoot(page, 'run-gate-light');
        expect(await findings(page)).toEqual([]);
      }
      await page.getByLabel('Comment').fill(`looked at ${rung}`);
      await approve.click();
      await approve.waitFor({ state: 'hidden' });
    }
    await page
      .getByRole('heading', { level: 1, name: /^Success\. All traffic is on green/ })
      .waitFor({ timeout: WITHIN_MS });
    await shoot(page, 'run-success-light');
    const { share, lanes, status } = await room.read(run);
    expect(status).toBe('Success');
    expect(share?.percent).toBe(100);
    expect(lanes.flatMap(({ rungs }) => rungs.map(({ state }) => state))).toEqual(
      Array(5).fill('proven'),
    );
    expect(await page.getByText('looked at prod-50').count()).toBeGreaterThan(0);
  }, 180_000);
});
