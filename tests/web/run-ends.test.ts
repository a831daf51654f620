// What else a person does on the page of a run, in a real browser: pausing, replaying, reading logs, leaving a run Dirty and settling it.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findings, hasBrowser, openBrowser, openWindow, shoot } from './browser.ts';
import { openWebRoom, PROJECT, type WebRoom } from './web-room.ts';

const WITHIN_MS = 60_000;

describe.skipIf(!hasBrowser)('steering a run (needs /usr/bin/chromium)', () => {
  let browser: Browser;
  let room: WebRoom;
  let run: string;
  beforeAll(async () => {
    browser = await openBrowser();
    room = await openWebRoom();
    run = await room.start();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await room?.[Symbol.asyncDispose]();
  });

  const open = async (page: Page): Promise<void> => {
    await page.goto(`${room.url}/projects/${PROJECT}/runs/${run}`);
    await page.getByRole('button', { name: /^Approve/ }).waitFor({ timeout: WITHIN_MS });
  };

  test('P pauses and lets go on, and the page says who did', async () => {
    await using window = await openWindow(browser);
    const { page } = window;
    await open(page);
    await page.keyboard.press('p');
    await page.getByRole('button', { name: 'Go on' }).waitFor({ timeout: WITHIN_MS });
    expect((await room.read(run)).isPaused).toMatchObject({ by: 'open' });
    await page.keyboard.press('p');
    await page.getByRole('button', { name: 'Pause' }).waitFor({ timeout: WITHIN_MS });
  }, 90_000);

  test('Y shows the page as it was at an earlier event, on which nothing can be decided', async () => {
    await using window = await openWindow(browser);
    const { page } = window;
    await open(page);
    await page.keyboard.press('y');
    const scrubber = page.getByRole('slider', { name: 'Event' });
    await scrubber.fill('8');
    await page.getByText('event 8 of').waitFor();
    await page.getByRole('heading', { level: 1, name: /Now: Set up green/ }).waitFor();
    await shoot(page, 'run-replay-light', false);
    expect(await page.getByRole('button', { name: /^Approve/ }).count()).toBe(0);
    await page.keyboard.press('Escape');
    await page.getByRole('button', { name: /^Approve/ }).waitFor();
  }, 90_000);

  test('L reads what a step has written, and a line has an address of its own', async () => {
    await using window = await openWindow(browser, { theme: 'dark' });
    const { page } = window;
    await open(page);
    await page.keyboard.press('l');
    await page.getByRole('tab', { name: 'Logs', selected: true }).waitFor();
    const line = page.locator('.log-line a').first();
    await line.click();
    await page.locator('.log-line[data-named]').waitFor();
    expect(page.url()).toMatch(/#log:1:\d+:/);
    await shoot(page, 'run-logs-dark');
    expect(await findings(page)).toEqual([]);
  }, 90_000);

  test('left as it stands it ends Dirty, names what is left over with commands, and is settled with a note', async () => {
    await using window = await openWindow(browser);
    const { page } = window;
    await open(page);
    await page.getByRole('button', { name: 'Approve stage-50' }).click();
    await page.getByRole('button', { name: 'Approve stage-100' }).waitFor({ timeout: WITHIN_MS });
    await page.getByRole('button', { name: 'Abort…' }).click();
    await page.getByRole('button', { name: 'Abort and leave it as it stands' }).click();
    await page.getByRole('heading', { level: 1, name: /^Dirty/ }).waitFor({ timeout: WITHIN_MS });
    await page.getByRole('heading', { name: 'Left over: do these in order' }).waitFor();
    await shoot(page, 'run-dirty-light');
    expect(await findings(page)).toEqual([]);
    await page.getByLabel('Note for the next person').fill('kept for a look');
    await page.getByRole('button', { name: 'Read back and settle' }).click();
    await page.getByRole('button', { name: 'Settle although it is still there' }).click();
    await page.getByText('The locks are free').waitFor({ timeout: WITHIN_MS });
    await shoot(page, 'run-settled-light');
    expect((await room.read(run)).resolved).toMatchObject({ comment: 'kept for a look' });
  }, 120_000);
});
