// Signing in in a real browser: by the first link, by password, and at a real identity provider.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openStateFolder } from '../../src/app/state-folder.ts';
import { createSystemClock } from '../../src/app/system-clock.ts';
import { preparePages } from '../../src/server/build-pages.ts';
import { readPages } from '../../src/server/http/pages.ts';
import { createServerLog } from '../../src/server/observability/server-log.ts';
import { type OpenControlRoom, openControlRoom } from '../../src/server/open-control-room.ts';
import {
  CLIENT,
  freePort,
  type IdentityProvider,
  startIdentityProvider,
} from '../server/identity-provider.ts';
import { provider } from '../server/people-room.ts';
import { findings, hasBrowser, openBrowser, openWindow, shoot } from './browser.ts';

const PASSWORD = 'as long as it has to be';
const ADA = {
  ...{ sub: 'subject-7', name: 'Ada Lovelace', email: 'ada@example.com', email_verified: true },
  groups: ['sre'],
};

/** In this order: the first link makes the person who signs in then. */
describe.skipIf(!hasBrowser)('signing in (needs /usr/bin/chromium)', () => {
  const root = join(import.meta.dirname, '../..');
  const folder = mkdtempSync(join(tmpdir(), 'penstock-sign-in-'));
  let browser: Browser;
  let room: OpenControlRoom;
  let identity: IdentityProvider;

  beforeAll(async () => {
    browser = await openBrowser();
    const port = await freePort();
    const corp = provider({
      ...{ name: 'Corp', issuer: `http://127.0.0.1:${port}` },
      ...{ clientId: CLIENT.id, clientSecret: CLIENT.secret },
      scopes: ['openid', 'email', 'profile', 'groups'],
      roles: [{ group: 'sre', role: 'operator', projects: undefined }],
    });
    const pages = await preparePages({ root, clock: createSystemClock(), say: () => undefined });
    room = await openControlRoom({
      state: openStateFolder(join(folder, 'state')),
      projects: [{ id: 'shop', name: 'Shop', folder: join(root, 'examples/shop') }],
      people: { openOnLoopback: false, oidc: [corp] },
      port: 0,
      pages: readPages(pages),
      log: createServerLog({ write: () => undefined }),
      environment: {},
      onLost: () => undefined,
    });
    identity = await startIdentityProvider(port, `${room.url}/auth/oidc/corp/callback`);
    identity.accounts.set('ada', ADA);
  }, 180_000);
  afterAll(async () => {
    await browser?.close();
    await identity?.close();
    await room?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  const heading = (page: Page, name: string) => page.getByRole('heading', { level: 1, name });

  test('the link of the first start makes the administrator, who is signed in then', async () => {
    await using window = await openWindow(browser);
    const { page } = window;
    await page.goto(room.firstLink ?? '');
    await heading(page, 'Make the first administrator.').waitFor();
    await shoot(page, 'first-link-light');
    expect(await findings(page)).toEqual([]);
    await page.getByLabel('Your name').fill('Olga');
    await page.getByLabel('User', { exact: true }).fill('olga');
    for (const field of await page.locator('input[type=password]').all())
      await field.fill(PASSWORD);
    await page.locator('button[type=submit]').click();
    await page.waitForURL('**/projects/shop/runs');
    await page.goto(room.firstLink ?? '');
    await page.getByLabel('Your name').fill('Eve');
    await page.getByLabel('User', { exact: true }).fill('eve');
    for (const field of await page.locator('input[type=password]').all())
      await field.fill(PASSWORD);
    await page.locator('button[type=submit]').click();
    await page.getByText('There is an administrator already').waitFor();
  });

  test.each(['light', 'dark'] as const)(
    'a password that is wrong is refused and a right one leads on (%s)',
    async (theme) => {
      await using window = await openWindow(browser, { theme });
      const { page, context } = window;
      await page.goto(`${room.url}/projects/shop/pipelines`);
      await heading(page, 'Sign in to see the runs.').waitFor();
      expect(await findings(page)).toEqual([]);
      await page.getByLabel('User').fill('olga');
      await page.getByLabel('Password').fill('not the password');
      await page.locator('button[type=submit]').click();
      await page.getByText('Nobody was signed in').waitFor();
      await shoot(page, `sign-in-refused-${theme}`);
      await page.getByLabel('Password').fill(PASSWORD);
      await page.locator('button[type=submit]').click();
      await page.locator('.sign-in').waitFor({ state: 'detached' });
      expect(new URL(page.url()).pathname).toBe('/projects/shop/pipelines');
      const [cookie] = await context.cookies();
      expect(cookie).toMatchObject({ name: 'penstock_session', httpOnly: true, sameSite: 'Lax' });
      expect(await page.evaluate('document.cookie')).toBe('');
    },
  );

  test('who signs in at the identity provider comes back to the page that was asked for', async () => {
    await using window = await openWindow(browser);
    const { page } = window;
    await page.goto(`${room.url}/projects/shop/pipelines#one`);
    await page.getByRole('link', { name: 'Sign in with Corp' }).click();
    await page.waitForURL(`${identity.issuer}/interaction/**`);
    await page.getByLabel('Name').fill('ada');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL(`${room.url}/projects/shop/pipelines#one`);
    await page.locator('main').waitFor();
    const session = await page.evaluate<{ readonly user: string; readonly by: string }>(
      `fetch('/api/session').then((answer) => answer.json())`,
    );
    expect(session).toMatchObject({
      ...{ user: 'ada@example.com', name: 'Ada Lovelace', by: 'oidc' },
      projects: [{ project: 'shop', role: 'operator' }],
    });
  });

  test('who turns back at the identity provider is told why nobody is signed in', async () => {
    await using window = await openWindow(browser);
    const { page } = window;
    await page.goto(room.url);
    await page.getByRole('link', { name: 'Sign in with Corp' }).click();
    await page.waitForURL(`${identity.issuer}/interaction/**`);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByText('you have turned back there').waitFor();
    await shoot(page, 'sign-in-turned-back-light');
    expect(await findings(page)).toEqual([]);
    expect(new URL(page.url()).search).toBe('?refused=provider-refused');
  });
});
