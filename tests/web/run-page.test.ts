// The page of a run in a real browser: a whole deployment decided there, a rejection, the way back, and what two people see.
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { findings, hasBrowser, openBrowser, openWindow, shoot } from './browser.ts';
import { openWebRoom, PROJECT, type WebRoom } from './web-room.ts';

const WITHIN_MS = 30_000;

describe.skipIf(!hasBrowser)('the page of a run (needs /usr/bin/chromium)', () => {
  let browser: Browser;
  let room: WebRoom;
  beforeAll(async () => {
    browser = await openBrowser();
  });
  afterAll(async () => {
    await browser?.close();
  });
  // Runs keep each other off the same rules: one that breaks holds no other up.
  beforeEach(async () => {
    room = await openWebRoom();
  }, 120_000);
  afterEach(async () => {
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

  test('a rejection asks once more, says why to the journal, and everything goes back with its proof shown', async () => {
    await using window = await openWindow(browser, { theme: 'dark' });
    const { page } = window;
    const run = await room.start();
    await open(page, run);
    for (const rung of ['stage-50', 'stage-100']) {
      await page.getByRole('button', { name: `Approve ${rung}` }).click({ timeout: WITHIN_MS });
    }
    await page.getByRole('button', { name: 'Approve prod-25' }).waitFor({ timeout: WITHIN_MS });
    await page.keyboard.press('x');
    await page.getByLabel('Why not').fill('p95 doubled');
    await shoot(page, 'run-reject-dark', false);
    await page.keyboard.press('Enter');
    await page
      .getByRole('heading', { level: 1, name: /^RolledBack/ })
      .waitFor({ timeout: WITHIN_MS });
    await page
      .getByRole('heading', { name: 'Proof: the rules are byte-equal to before' })
      .waitFor();
    await shoot(page, 'run-rolled-back-dark');
    expect(await findings(page)).toEqual([]);
    const { restored } = await room.read(run);
    expect(restored.map(({ label }) => label).sort()).toEqual(['dev', 'prod', 'stage']);
    expect(await page.getByText('p95 doubled').count()).toBeGreaterThan(0);
  }, 180_000);

  test('roll back now is pressed twice in its place, and one press alone does nothing', async () => {
    await using window = await openWindow(browser);
    const { page } = window;
    const run = await room.start();
    await open(page, run);
    for (const rung of ['stage-50', 'stage-100', 'prod-25']) {
      await page.getByRole('button', { name: `Approve ${rung}` }).click({ timeout: WITHIN_MS });
    }
    await page.getByRole('button', { name: 'Approve prod-50' }).waitFor({ timeout: WITHIN_MS });
    await page.keyboard.press('Shift+R');
    const sure = page.getByRole('button', { name: /^Yes: 3 rules back to blue now/ });
    await sure.waitFor();
    await shoot(page, 'run-roll-back-pressed-light', false);
    await page.keyboard.press('Escape');
    const button = page.getByRole('button', { name: /^Roll back now/ });
    await button.waitFor();
    expect((await room.read(run)).abort).toBeNull();
    await button.click();
    await sure.click();
    await page
      .getByRole('heading', { level: 1, name: /^RolledBack/ })
      .waitFor({ timeout: WITHIN_MS });
    await shoot(page, 'run-rolled-back-light');
    const { abort, share } = await room.read(run);
    expect(abort).toMatchObject({ restore: true, isCause: true });
    expect(share?.percent).toBe(0);
  }, 180_000);

  test('on a phone the same page asks in one column, with targets for fingers and the way back docked', async () => {
    await using window = await openWindow(browser, { width: 390, height: 844 });
    const { page } = window;
    const run = await room.start();
    await open(page, run);
    const approve = page.getByRole('button', { name: 'Approve stage-50' });
    await approve.waitFor({ timeout: WITHIN_MS });
    await shoot(page, 'run-phone-light', false);
    await shoot(page, 'run-phone-whole-light');
    expect(await findings(page)).toEqual([]);
    for (const name of [/^Approve/, /^Reject/, /^Roll back now/]) {
      const box = await page.getByRole('button', { name }).boundingBox();
      expect(box?.height).toBeGreaterThanOrEqual(48);
      expect(box?.width).toBeGreaterThan(300);
    }
    const wide = await page.evaluate<number>('document.documentElement.scrollWidth');
    expect(wide).toBeLessThanOrEqual(390);
    await page.getByRole('button', { name: 'Abort…' }).click();
    await page.getByRole('button', { name: 'Abort and put everything back' }).click();
    await page
      .getByRole('heading', { level: 1, name: /^(RolledBack|Aborted)/ })
      .waitFor({ timeout: WITHIN_MS });
    await shoot(page, 'run-phone-aborted-light');
  }, 180_000);

  test('when another hand has changed the rule, the page shows what differs and three answers, each by its number', async () => {
    await using window = await openWindow(browser, { theme: 'dark' });
    const { page } = window;
    const run = await room.start();
    await open(page, run);
    for (const rung of ['stage-50', 'stage-100', 'prod-25']) {
      await page.getByRole('button', { name: `Approve ${rung}` }).click({ timeout: WITHIN_MS });
    }
    const next = page.getByRole('button', { name: 'Approve prod-50' });
    await next.waitFor({ timeout: WITHIN_MS });
    room.twin.inject({
      kind: 'rule-edited',
      rule: '80/10',
      weights: { 'shop-a': 90, 'shop-b': 10 },
    });
    await next.click();
    await page.locator('.choice').waitFor({ timeout: WITHIN_MS });
    expect(await page.locator('.differences').textContent()).toMatch(/10/);
    expect(await page.locator('.choice-options button').count()).toBe(3);
    await shoot(page, 'run-choice-dark');
    expect(await findings(page)).toEqual([]);
    const { choices } = await room.read(run);
    const restore = choices[0]?.options.findIndex(({ id }) => id === 'restore') ?? -1;
    await page.keyboard.press(String(restore + 1));
    await page.getByRole('button', { name: 'Approve prod-100' }).waitFor({ timeout: WITHIN_MS });
    expect((await room.read(run)).share?.percent).toBe(50);
  }, 180_000);
});
