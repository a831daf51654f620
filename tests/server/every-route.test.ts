// Every route of the whole control room, asked by somebody who may everything, with right and with odd names: each answers, and none meets a defect.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RouteDefinition } from '../../src/api/route-definition.ts';
import { ROUTE_PATHS, type RouteName } from '../../src/api/route-paths.ts';
import { ROUTES } from '../../src/api/routes.ts';
import { type OpenRoom, openRoom, PROJECT } from './open-room.ts';
import { sampleOf } from './sample.ts';

const NAMES = Object.keys(ROUTE_PATHS) as RouteName[];
const ODD = [
  'sample',
  '0',
  '-1',
  '1.5',
  '999999999999999999999',
  '__proto__',
  'constructor',
  "'; DROP TABLE users; --",
  '%',
  'ü\u202e😀',
  'a'.repeat(400),
];
/** A stranger's password and first link are refused with 401, and that is right. */
const MAY_BE_401: readonly RouteName[] = ['signIn', 'useFirstLink'];

let here: OpenRoom;
let run: string;

beforeAll(async () => {
  here = await openRoom();
  run = await here.startRun();
}, 60_000);
afterAll(() => here[Symbol.asyncDispose]());

describe.each(NAMES)('%s', (name) => {
  test('answers, whatever is named', async () => {
    const found = await Promise.all(ODD.map((odd) => call(name, odd)));
    expect(found.filter((each) => each !== undefined)).toEqual([]);
  });
});

test('each way to look at a run shows it', async () => {
  const looks = NAMES.filter((name) => /^GET .*\{run\}/.test(ROUTE_PATHS[name]));
  expect(looks.length).toBeGreaterThan(8);
  const found = await Promise.all(looks.map((name) => call(name, run)));
  expect(found.filter((each) => each !== undefined)).toEqual([]);
});

test('and the server’s log has no defect', () => {
  expect(here.logged.filter((line) => /defect/.test(line))).toEqual([]);
});

/** What is wrong with the answer; undefined when nothing is. */
async function call(name: RouteName, given: string): Promise<string | undefined> {
  const [method = '', path = ''] = ROUTE_PATHS[name].split(' ');
  const definition: RouteDefinition = ROUTES[name];
  const query = definition.query === undefined ? {} : sampleOf(definition.query);
  const filled = path.replace('{project}', PROJECT).replace(/\{\w+\}/g, encodeURIComponent(given));
  const search = new URLSearchParams(query as Record<string, string>);
  const leave = new AbortController();
  const answer = await fetch(`${here.room.url}${filled}?${search}`, {
    method,
    signal: leave.signal,
    headers: {
      'x-penstock-request': '1',
      ...(definition.body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(definition.body !== undefined && { body: JSON.stringify(sampleOf(definition.body)) }),
  });
  const { status } = answer;
  const type = answer.headers.get('content-type') ?? '';
  if (type.startsWith('text/event-stream')) {
    leave.abort();
    return undefined;
  }
  const text = await answer.text();
  const isWrong =
    (status >= 500 && status !== 503) ||
    (status === 401 && !MAY_BE_401.includes(name)) ||
    status === 403 ||
    (status >= 400 && !type.startsWith('application/problem+json'));
  return isWrong ? `${name} ${given.slice(0, 30)}: ${status} ${text.slice(0, 300)}` : undefined;
}
