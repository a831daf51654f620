// Cuts a story: once straight to learn its end and its points, then at every point, and twice in one run from a seed.
import { randomFrom } from '../simulation/random.ts';
import { differences, type Ending, endingOf } from './ending.ts';
import { type Cuts, driveThrough, type Ended, type Point } from './lives.ts';
import { ON_ITS_WAY } from './mortal-means.ts';
import type { Story } from './story.ts';

export interface Straight {
  readonly ending: Ending;
  readonly points: readonly Point[];
  /** One point of each state that a crash can leave behind. */
  readonly distinct: readonly Point[];
}

export interface CutReport {
  readonly points: number;
  readonly runs: number;
  readonly doubles: number;
  /** One text for each run that did not end as the straight one. */
  readonly failures: readonly string[];
}

const REST_MS = 1_000;

async function runStraight(story: Story): Promise<Straight> {
  const { ending, broken, ended } = await run(story, { isCut: () => false, restMs: 0 });
  if (broken.length > 0) throw new Error(`${story.name}: ${broken.join('\n')}`);
  const { points } = ended;
  const first = new Map<string, Point>();
  for (const point of points) if (!first.has(point.state)) first.set(point.state, point);
  return { ending, points, distinct: [...first.values()] };
}

/** `doubles` runs are cut twice, at points and with rests that the seed draws. */
export async function cutStory(story: Story, seed: number, doubles: number): Promise<CutReport> {
  const straight = await runStraight(story);
  const failures: string[] = [];
  for (const point of straight.distinct) {
    failures.push(...(await cutAt(story, straight, [point], REST_MS)));
  }
  const random = randomFrom(seed);
  for (let double = 0; double < doubles; double++) {
    const { points } = straight;
    const first = points[random.between(0, points.length - 1)];
    const second = points[random.between(0, points.length - 1)];
    const restMs = random.between(0, 90_000);
    const both = [first, second].flatMap((point) => point ?? []);
    failures.push(...(await cutAt(story, straight, both, restMs)));
  }
  const { points, distinct } = straight;
  return { points: points.length, runs: distinct.length, doubles, failures };
}

/** At so many points of its own choice; answers how many there were. */
export async function cutSomewhere(
  story: Story,
  seed: number,
  cuts: number,
): Promise<Pick<CutReport, 'points' | 'runs' | 'failures'>> {
  const straight = await runStraight(story);
  const random = randomFrom(seed);
  const left = straight.distinct.filter(isHeard);
  const failures: string[] = [];
  let runs = 0;
  for (; runs < cuts && left.length > 0; runs++) {
    const chosen = left.splice(random.between(0, left.length - 1), 1);
    failures.push(...(await cutAt(story, straight, chosen, REST_MS)));
  }
  return { points: straight.points.length, runs, failures };
}

/**
 * A refusal that comes once and dies unheard with its process is none: the write is sent again and
 * succeeds, so there is nothing to compare between such a trouble and its record.
 */
function isHeard(point: Point, _index: number, points: readonly Point[]): boolean {
  const then = points.filter(({ events }) => events === point.events);
  const isOnItsWay = point.name.endsWith(ON_ITS_WAY);
  return then.every(({ troubles }) =>
    isOnItsWay ? troubles === point.troubles : troubles >= point.troubles,
  );
}

/** The later points of a run that was cut are other ones: there the number alone counts. */
async function cutAt(
  story: Story,
  straight: Straight,
  cuts: readonly Point[],
  restMs: number,
): Promise<readonly string[]> {
  const numbers = new Set(cuts.map(({ number }) => number));
  const what = cuts.map(nameOf).join(' and ');
  try {
    const isCut = ({ number }: Point): boolean => numbers.has(number);
    const { ending, broken, ended } = await run(story, { isCut, restMs });
    const found = [...differences(straight.ending, ending, story), ...broken];
    if (ended.lives < 2) found.push('it was not cut at all');
    return found.length === 0 ? [] : [`cut ${what}:\n    ${found.join('\n    ')}`];
  } catch (error) {
    return [`cut ${what}: ${error instanceof Error ? error.stack : String(error)}`];
  }
}

function nameOf({ number, name, at, events }: Point): string {
  const time = new Date(at).toISOString().slice(11, 19);
  return `#${number} ${name} (${time}, ${events} events)`;
}

interface Run {
  readonly ending: Ending;
  readonly broken: readonly string[];
  readonly ended: Ended;
}

async function run(story: Story, cuts: Cuts): Promise<Run> {
  const scene = await story.begin();
  try {
    const ended = await driveThrough(scene, cuts);
    const [defect] = scene.defects;
    if (defect !== undefined) throw defect;
    return { ending: endingOf(scene, ended), broken: [...scene.invariants.broken], ended };
  } finally {
    scene.close();
  }
}
