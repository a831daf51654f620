// Two people before the same gate in two browsers: one word counts, the other one is told; and who may not is told whom to ask.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hasBrowser, openBrowser, openWindow, shoot } from './browser.ts';
import { openWebRoom, PROJECT, type WebRoom } from './web-room.ts';

const WITHIN_MS = 30_000;

describe.skipIf(!hasBrowser)('people at a gate (needs /usr/bin/chromium)', () => {
  let browser: Browser;
  let room: WebRoom;
  let run: string;
  beforeAll(async () => {
    browser = await openBrowser();
    room = await openWebRoom({ isOpen: false });
    await room.newPerson('ada', 'approver');
    await room.newPerson('bob', 'approver');
    await room.newPerson('vic', 'viewer');
    run = await room.start();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await room?.[Symbol.asyncDispose]();
  });

  test('of two who approve at once one counts, and the other one reads what is true now', async () => {
    await using adas = await openWindow(browser);
    await using bobs = await openWindow(browser, { theme: 'dark' });
    for (const [{ page }, user] of [
      [adas, 'ada'],
      [bobs, 'bob'],
    ] as const) {
      await room.signIn(page, user);
      await page.goto(`${room.url}/projects/${PROJECT}/runs/${run}`);
      await page.getByRole('button', { name: 'Approve stage-50' }).waitFor({ timeout: WITHIN_MS });
    }
    await Promise.all(
      [adas, bobs].map(({ page }) =>
        page.getByRole('button', { name: 'Approve stage-50' }).click({ noWaitAfter: true }),
      ),
    );
    await room.reaches(run, 'the next gate', ({ gates }) => gates[0]?.rung === 'stage-100');
    const { items } = await room.client.call('listProjectAudit', {
      params: { project: PROJECT },
      query: { run },
    });
    const words = items.filter(({ what }) => what === 'decideGate');
    expect(words.filter(({ outcome }) => outcome === 'done')).toHaveLength(1);
    const refused = await Promise.all(
      [adas, bobs].map(async ({ page }) => {
        const said = page.locator('aside .banner').first();
        await said.waitFor({ timeout: WITHIN_MS });
        return (await said.getAttribute('data-tone')) === 'person' ? said.textContent() : null;
      }),
    );
    expect(refused.filter((text) => text !== null)).toEqual([
      expect.stringMatching(/decided already|is open now|No approval of run .* is open/),
    ]);
    expect(words).toHaveLength(2);
    await shoot(adas.page, 'run-two-people-light');
    await shoot(bobs.page, 'run-two-people-dark');
  }, 120_000);

  test('who may only look sees the question, and why the buttons are not there', async () => {
    await using vics = await openWindow(browser);
    await room.signIn(vics.page, 'vic');
    await vics.page.goto(`${room.url}/projects/${PROJECT}/runs/${run}`);
    await vics.page.getByRole('heading', { name: 'Approve stage-100?' }).waitFor();
    expect(await vics.page.getByRole('button', { name: /^Approve/ }).count()).toBe(0);
    await vics.page.getByText('approving needs approver').waitFor();
    await vics.page.getByText('Rolling back needs the role operator').waitFor();
    await shoot(vics.page, 'run-viewer-light');
  });
});
