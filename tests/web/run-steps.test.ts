// A run of a thousand steps in a real browser: its tree draws only what is in sight, keeps its frames while it scrolls, and goes by keys.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { findings, hasBrowser, openBrowser, openWindow, shoot } from './browser.ts';
import { openWebRoom, PROJECT, type WebRoom } from './web-room.ts';

const STEPS = 1_000;
const WATCHED_MS = 2_000;
const KEPT_SHARE = 0.3;

describe.skipIf(!hasBrowser)('a run of a thousand steps (needs /usr/bin/chromium)', () => {
  let browser: Browser;
  let room: WebRoom;
  let run: string;
  beforeAll(async () => {
    browser = await openBrowser();
    room = await openWebRoom({
      prepare: ({ folder }) => writeFileSync(join(folder, 'many.yaml'), pipelineOfMany()),
    });
    run = await room.start('many.yaml');
    await room.reaches(run, 'the gate', ({ gates }) => gates.length === 1);
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await room?.[Symbol.asyncDispose]();
  });

  test('the tree holds all of them, draws those in sight, and keeps its frames while it scrolls', async () => {
    await using window = await openWindow(browser, { theme: 'dark' });
    const { page } = window;
    await page.goto(`${room.url}/projects/${PROJECT}/runs/${run}#steps`);
    await page.getByRole('tab', { name: /^Steps 1,?00\d/ }).waitFor();
    await page.getByRole('treeitem').first().waitFor();
    expect(await page.getByRole('treeitem').count()).toBeLessThan(80);
    // A busy machine draws fewer frames of anything: what counts is how many are lost by scrolling.
    const still = await page.evaluate<number>(framesWhile(false));
    const scrolled = await page.evaluate<number>(framesWhile(true));
    expect(scrolled).toBeGreaterThan(still * KEPT_SHARE);
    expect(await page.getByRole('treeitem').count()).toBeLessThan(80);
    await page.getByRole('tree').focus();
    await page.keyboard.press('End');
    await page.getByRole('treeitem', { name: /Wait 1000/ }).waitFor();
    await page.keyboard.press('Home');
    await page.getByRole('treeitem', { name: /Go on/ }).waitFor();
    await shoot(page, 'run-thousand-steps-dark');
    expect(await findings(page)).toEqual([]);
  }, 60_000);
});

/** How many frames a second has, in which the tree is scrolled to its end or left alone. */
function framesWhile(scrolls: boolean): string {
  return `new Promise((resolve) => {
    const tree = document.querySelector('[role=tree]');
    const began = performance.now();
    let frames = 0;
    const step = (at) => {
      frames += 1;
      const share = Math.min(1, (at - began) / ${WATCHED_MS});
      if (${scrolls}) tree.scrollTop = share * (tree.scrollHeight - tree.clientHeight);
      if (share < 1) requestAnimationFrame(step);
      else resolve(frames);
    };
    requestAnimationFrame(step);
  })`;
}

function pipelineOfMany(): string {
  const wait = (number: number): string => `
              - step:
                  identifier: Wait_${number}
                  type: Wait
                  name: Wait ${number}
                  spec:
                    duration: 1m`;
  return `pipeline:
  name: Many
  identifier: many
  projectIdentifier: shop
  orgIdentifier: default
  tags: {}
  stages:
    - stage:
        identifier: many
        type: Custom
        name: Many
        description: ""
        spec:
          execution:
            steps:
              - step:
                  identifier: Go
                  type: HarnessApproval
                  name: Go on
                  timeout: 10d
                  spec:
                    approvalMessage: Shall a thousand steps begin?
                    includePipelineExecutionHistory: true
                    approvers:
                      userGroups:
                        - account._account_all_users
                      minimumCount: 1
                      disallowPipelineExecutor: false
                    approverInputs: []
${Array.from({ length: STEPS }, (_, index) => wait(index + 1)).join('')}
        tags: {}
`;
}
