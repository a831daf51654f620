// The pages beside that of a run, in a real browser: from the form over the plan to a start, the lists, people, and what is seen when something is missing.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Shop } from '../cli/shop.ts';
import { findings, hasBrowser, openBrowser, openWindow, shoot } from './browser.ts';
import { openWebRoom, PROJECT, type WebRoom } from './web-room.ts';

const WITHIN_MS = 30_000;
const THEMES = ['light', 'dark'] as const;

/** The shop's pipeline as it is, and one beside it that asks for inputs, with an input set. */
function withInputs(shop: Shop): void {
  shop.change(
    'pipeline.yaml',
    '  stages:',
    `  variables:
    - name: ticket
      type: String
      description: The change that allows it
      required: true
      value: <+input>.regex(CHG-[0-9]+)
    - name: region
      type: String
      value: <+input>.default(eu).allowedValues(eu,us,ap)
    - name: checks
      type: String
      value: <+input>.default(smoke).selectManyFrom(smoke,load,soak)
    - name: minutes
      type: Number
      value: <+input>.default(5)
  stages:`,
  );
  writeFileSync(
    join(shop.folder, 'night.yaml'),
    `inputSet:
  identifier: night
  name: Night
  pipeline:
    identifier: deploy_shop
    variables:
      - name: ticket
        type: String
        value: CHG-7
`,
  );
}

/** In this order: the first start is made on the pages, and the later ones look at it. */
describe.skipIf(!hasBrowser)('the pages (needs /usr/bin/chromium)', () => {
  let browser: Browser;
  let room: WebRoom;
  beforeAll(async () => {
    browser = await openBrowser();
    room = await openWebRoom({ isOpen: false, prepare: withInputs });
    await room.newPerson('ada', 'admin');
    await room.newPerson('vic', 'viewer');
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await room?.[Symbol.asyncDispose]();
  });

  const at = (path: string): string => `${room.url}/projects/${PROJECT}/${path}`;
  const heading = (page: Page, name: string | RegExp) =>
    page.getByRole('heading', { level: 1, name });
  const openAs = async (page: Page, user: string, path: string): Promise<void> => {
    await room.signIn(page, user);
    await page.goto(at(path));
    await heading(page, /./).waitFor();
  };

  test('before the first run every page says what will be there and what fills it', async () => {
    await using window = await openWindow(browser);
    const { page } = window;
    await openAs(page, 'ada', 'runs');
    await heading(page, 'No run yet.').waitFor();
    await shoot(page, 'runs-empty-light');
    for (const [path, words] of [
      ['wall', 'Nothing has run here'],
      ['plans', 'No plan yet'],
      ['resources', 'No run has worked on anything yet'],
      ['webhooks', 'Nobody is told'],
    ] as const) {
      await page.goto(at(path));
      await page.getByText(words).waitFor();
      await shoot(page, `${path}-empty-light`);
    }
  }, 90_000);

  test('inputs lead to a plan, and what starts is exactly that plan', async () => {
    await using window = await openWindow(browser);
    const { page } = window;
    await openAs(page, 'ada', 'runs');
    await page.keyboard.press('n');
    await heading(page, 'A new run: its plan first, then its start.').waitFor();
    await page.getByRole('combobox', { name: 'Pipeline' }).selectOption('pipeline.yaml');
    await page.getByLabel('Address of the twin').fill(room.twin.url);
    await page.getByLabel(/^region/).selectOption('us');
    await page.getByRole('checkbox', { name: 'load' }).check();
    await page.getByLabel(/^minutes/).fill('soon');
    await page.getByRole('button', { name: 'Make the plan…' }).click();
    await page.getByText('A value is needed here.').waitFor();
    await page.getByText('A number belongs here.').waitFor();
    await shoot(page, 'new-run-refused-light');
    expect(await findings(page)).toEqual([]);
    await page.getByLabel(/^ticket/).fill('CHG-48213');
    await page.getByLabel(/^minutes/).fill('7');
    await page.getByRole('button', { name: 'Make the plan…' }).click();
    await heading(page, /^This run moves 3 rules in 5 rungs\./).waitFor({ timeout: WITHIN_MS });
    const hash = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    await page.getByRole('button', { name: 'Traffic 7' }).click();
    expect(await page.locator('.calls td:first-child').count()).toBe(7);
    const asked = page.waitForRequest((request) => request.method() === 'POST');
    await page.getByRole('button', { name: 'Start this run' }).click();
    expect((await asked).postDataJSON()).toMatchObject({ plan: hash });
    await page.waitForURL('**/runs/*', { timeout: WITHIN_MS });
    const run = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    expect((await room.read(run)).startedBy).toBe('ada');
    const plan = await room.client.call('readFrozenPlan', { params: { project: PROJECT, run } });
    const text = JSON.stringify(plan);
    for (const value of ['CHG-48213', 'us', 'load']) expect(text).toContain(`"${value}"`);
  }, 120_000);

  test('a plan that is another by now does not start; the list says who is waited for, is walked by keys, and lets a start leave the line', async () => {
    const [run] = (await room.client.call('listRuns', { params: { project: PROJECT } })).items;
    await room.reaches(run?.run ?? '', 'the first gate', ({ gates }) => gates.length > 0);
    await using window = await openWindow(browser);
    const { page } = window;
    await openAs(page, 'ada', 'plans');
    await page.locator('.table a').first().click();
    await page.getByText('It would wait in line').waitFor({ timeout: WITHIN_MS });
    await page.getByRole('button', { name: 'Start this run' }).click();
    // The first run has made a group since: this would not be what was looked at.
    await page.getByRole('link', { name: 'Plan anew…' }).waitFor({ timeout: WITHIN_MS });
    await page.locator('aside').getByText('nothing was written').waitFor();
    await shoot(page, 'plan-refused-light');
    await room.client.call('startRun', {
      params: { project: PROJECT },
      body: {
        ...{ pipeline: 'pipeline.yaml', on: 'twin', twinUrl: room.twin.url },
        inputs: { 'pipeline.variables.ticket': 'CHG-2' },
      },
    });
    await page.goto(at('runs'));
    await heading(page, 'One run waits for you. One is moving.').waitFor();
    await page.getByText('in line').waitFor();
    await shoot(page, 'runs-light');
    expect(await findings(page)).toEqual([]);
    await page.getByRole('button', { name: 'Leave the line…' }).click();
    await page.getByRole('button', { name: 'Yes: it does not start' }).click();
    await page.getByText('in line').waitFor({ state: 'detached' });
    await page.keyboard.press('/');
    await page.keyboard.type('no such words');
    await page.getByText('No run is like that').waitFor();
    await page.getByLabel('Filter runs').fill('');
    await page.keyboard.press('Escape');
    await page.keyboard.press('j');
    await page.keyboard.press('Enter');
    await page.waitForURL(`**/runs/${run?.run}`);
    await page.keyboard.press('g');
    await page.keyboard.press('w');
    await page.waitForURL('**/wall');
  }, 120_000);

  test.each(THEMES)(
    'axe finds nothing on any page (%s)',
    async (theme) => {
      await using window = await openWindow(browser, { theme });
      const { page } = window;
      await room.signIn(page, 'olga');
      const found: string[] = [];
      const plans = await room.client.call('listPlans', { params: { project: PROJECT } });
      const pages = ['runs', 'wall', 'plans', `plans/${plans[0]?.hash}`, 'resources', 'pipelines'];
      const all = [...pages, 'people', 'webhooks', 'audit', 'new-run?pipeline=pipeline.yaml'].map(
        at,
      );
      for (const url of [...all, `${room.url}/own`, `${room.url}/users`, `${room.url}/audit`]) {
        await page.goto(url);
        await heading(page, /./).waitFor();
        await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
        await shoot(page, `${nameOf(url)}-${theme}`);
        found.push(...(await findings(page)).map((each) => `${nameOf(url)}: ${each}`));
      }
      expect(found).toEqual([]);
    },
    180_000,
  );

  test('on a phone nothing is wider than the window, and targets are large enough for a thumb', async () => {
    await using window = await openWindow(browser, { width: 390, height: 844 });
    const { page } = window;
    await room.signIn(page, 'ada');
    for (const path of ['runs', 'wall', 'plans', 'resources', 'pipelines', 'people', 'audit']) {
      await page.goto(at(path));
      await heading(page, /./).waitFor();
      await page.locator('[aria-busy=true]').first().waitFor({ state: 'detached' });
      await shoot(page, `${path}-390px`);
      const width = await page.evaluate<number>('document.documentElement.scrollWidth');
      expect([path, width]).toEqual([path, 390]);
      const small = await page.evaluate<readonly string[]>(
        `[...document.querySelectorAll('main button')]
          .filter((each) => each.offsetParent !== null && each.offsetHeight < 48)
          .map((each) => each.textContent)`,
      );
      expect([path, small]).toEqual([path, []]);
    }
  }, 120_000);

  test('who may only look is told so in a sentence where the button would be', async () => {
    await using window = await openWindow(browser);
    const { page } = window;
    await openAs(page, 'vic', 'runs');
    await page.getByText('operators of this project start them').waitFor();
    await page.goto(at('new-run'));
    await page.getByText('Operators of this project start runs.').waitFor();
    await page.goto(at('people'));
    await page.getByText('Administrators of this project see and give its roles.').waitFor();
    await shoot(page, 'people-not-permitted-light');
    await page.goto(at('audit'));
    await page.locator('.banner .icon').waitFor();
    await shoot(page, 'audit-not-permitted-light');
    expect(await findings(page)).toEqual([]);
  }, 60_000);

  test('people are made, given roles and put into groups, and a token is shown once', async () => {
    await using window = await openWindow(browser);
    const { page } = window;
    await room.signIn(page, 'olga');
    await page.goto(`${room.url}/users`);
    await page.getByRole('button', { name: 'New user…' }).click();
    await page.getByRole('textbox', { name: 'User', exact: true }).fill('kim');
    await page.getByRole('textbox', { name: 'Name' }).fill('Kim Ito');
    await page.getByLabel('Password').fill('as long as it has to be');
    await page.getByRole('button', { name: 'Make the user' }).click();
    await page.getByRole('cell', { name: 'Kim Ito' }).waitFor();
    await page.goto(at('people'));
    await page.getByRole('textbox', { name: 'User' }).fill('kim');
    await page.getByRole('combobox', { name: 'Role', exact: true }).selectOption('approver');
    await page.getByRole('button', { name: 'Give the role' }).click();
    await page.getByLabel('Role of Kim Ito').waitFor();
    await page.getByRole('button', { name: 'New user group…' }).click();
    await page.getByLabel('Name, as gates write it').fill('payments-sre');
    await page.getByLabel('Users, with blanks between').fill('ada kim');
    await shoot(page, 'user-group-dialog-light', false);
    await page.getByRole('button', { name: 'Make the group' }).click();
    await page.getByText('ada, kim').waitFor();
    await page.goto(`${room.url}/own`);
    await page.getByRole('button', { name: 'New token…' }).click();
    await page.getByRole('textbox', { name: 'Name' }).fill('ci-deploy');
    await page.getByRole('button', { name: 'Make the token' }).click();
    const secret = await page.locator('.command code').textContent();
    expect(secret).toMatch(/^pst_/);
    await shoot(page, 'token-shown-once-light', false);
    expect(await findings(page)).toEqual([]);
    await page.getByRole('button', { name: 'I have it' }).click();
    await page.getByRole('cell', { name: 'ci-deploy' }).waitFor();
    expect(await page.content()).not.toContain(secret);
    await page.goto(at('audit'));
    await page.getByText('gave a role').first().waitFor();
    await page.getByLabel('Person').fill('nobody-here');
    await page.getByText('Nothing of that kind').waitFor();
  }, 90_000);

  test('a webhook’s secret is shown once, and what is wrong with a pipeline stands at its place', async () => {
    await using window = await openWindow(browser);
    const { page } = window;
    await openAs(page, 'ada', 'webhooks');
    await page.getByRole('button', { name: 'New webhook…' }).click();
    await page.getByRole('textbox', { name: 'Address' }).fill('https://hooks.example/penstock');
    await page.getByRole('button', { name: 'Make the webhook' }).click();
    const secret = await page.locator('.command code').textContent();
    expect(secret?.length).toBeGreaterThan(20);
    await page.getByRole('button', { name: 'I have it' }).click();
    await page.getByText('One address is told of runs.').first().waitFor();
    expect(await page.content()).not.toContain(secret);
    await page.getByRole('button', { name: 'Deliveries' }).click();
    await shoot(page, 'webhooks-one-light');
    room.shop.change('pipeline.yaml', 'type: ElastigroupBGStageSetup', 'type: ElastigroupBGSetup');
    await page.goto(at('pipelines'));
    await heading(page, /cannot run/).waitFor();
    await page.getByRole('button', { name: 'Validate' }).click();
    await page
      .getByText(/pipeline\.yaml:\d+:\d+/)
      .first()
      .waitFor();
    await shoot(page, 'pipelines-wrong-light');
    expect(await findings(page)).toEqual([]);
  }, 60_000);

  test('the frame jumps by a few letters, lists all keys, and keeps the theme that was chosen', async () => {
    await using window = await openWindow(browser);
    const { page } = window;
    await openAs(page, 'ada', 'people');
    await page.keyboard.press('?');
    await page.getByRole('heading', { name: 'All keys' }).waitFor();
    await shoot(page, 'keys-light', false);
    expect(await findings(page)).toEqual([]);
    await page.getByLabel('Single keys act on this machine').uncheck();
    await page.keyboard.press('Escape');
    await page.keyboard.press('n');
    await page.keyboard.press('Control+k');
    await page.keyboard.type('resour');
    await shoot(page, 'jump-light', false);
    expect(await findings(page)).toEqual([]);
    await page.keyboard.press('Enter');
    await page.waitForURL('**/resources');
    await page.getByRole('button', { name: 'ada: menu' }).click();
    await page.getByRole('button', { name: 'Dark' }).click();
    await shoot(page, 'menu-dark', false);
    await page.reload();
    await heading(page, /./).waitFor();
    const scheme = 'getComputedStyle(document.documentElement).colorScheme';
    expect(await page.evaluate(scheme)).toBe('dark');
    await page.getByRole('button', { name: 'ada: menu' }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await heading(page, 'Sign in to see the runs.').waitFor();
  }, 60_000);

  test('what comes late shows greys and what breaks says its code, and neither hides the frame', async () => {
    await using window = await openWindow(browser);
    const { page } = window;
    await room.signIn(page, 'ada');
    let isHeld = true;
    await page.route('**/api/projects/*/plans', async (route) => {
      if (isHeld) return;
      await route.fulfill({
        status: 500,
        contentType: 'application/problem+json',
        body: JSON.stringify({
          ...{ type: 'about:blank', title: 'The server failed', status: 500, code: 'server-error' },
          ...{ detail: 'The plans could not be read.', requestId: 'r-17', wasWritten: false },
        }),
      });
    });
    await page.goto(at('plans'));
    await page.locator('[aria-busy=true]').waitFor();
    await shoot(page, 'plans-loading-light');
    isHeld = false;
    await page.reload();
    await page.getByText('The plans could not be read.').waitFor();
    await page.getByText('nothing was written').waitFor();
    await shoot(page, 'plans-error-light');
    expect(await findings(page)).toEqual([]);
  }, 60_000);

  test('when the server is gone the numbers stay, and a banner says since when and when the next try is', async () => {
    await using window = await openWindow(browser);
    const { page } = window;
    await openAs(page, 'ada', 'runs');
    await page.getByText('Live', { exact: true }).waitFor();
    await page.locator('.run-link').first().waitFor();
    await room.close();
    await page.getByText(/the numbers are from/).waitFor({ timeout: WITHIN_MS });
    await page.getByText(/Next try in|Trying again now/).waitFor();
    expect(await page.locator('.run-link').count()).toBe(1);
    await shoot(page, 'runs-disconnected-light');
    expect(await findings(page)).toEqual([]);
  }, 60_000);
});

function nameOf(url: string): string {
  const { pathname } = new URL(url);
  const place = pathname.replace(`/projects/${PROJECT}/`, '');
  return place.startsWith('/')
    ? `server${place.replaceAll('/', '-')}`
    : place.replace(/\/.*/, '-one');
}
