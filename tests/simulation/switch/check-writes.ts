// What must hold around a single cloud call: who may send it, and what it may do to traffic.
import type { Rule, TargetHealth } from '../../../src/cloud/load-balancer.ts';
import { canonicalJson } from '../../../src/lib/json.ts';
import type { RuleAction } from '../../../src/traffic/forward-action.ts';
import {
  type GroupState,
  healthyIn,
  targetGroupsWith,
  type WorldState,
} from '../../scenarios/world-state.ts';
import { brokenByRenaming } from './check-follow-ups.ts';
import type { Eyes, Violation, Watch } from './checks.ts';
import type { CloudCall } from './owned-clouds.ts';
import { stagePath } from './stage-paths.ts';
import type { Shop } from './switch-world.ts';
import { weightsIn } from './weights-in.ts';

/** Health that a run saw this long ago may still count for its write. */
const SEEN_MS = 30_000;
/** So long may reads of a rule show now this, now that. */
const LAG_MS = 10_000;

/** Nothing that the world holds speaks against the others. */
const CHECKED: ReadonlySet<string> = new Set(['writeActions', 'writeCapacity', 'delete', 'rename']);

export function brokenByWrite(
  watch: Watch,
  by: string,
  { name, given }: CloudCall,
  eyes: Eyes,
): readonly Violation[] {
  const broken: Violation[] = [];
  const say = (rule: string, text: string): void => {
    broken.push({ rule, text: `run ${watch.run.index + 1}: ${text}` });
  };
  if (watch.owner !== by) {
    say('one owner at a time', `${by} sent ${name} while ${watch.owner} owned the run`);
  }
  if (watch.run.isDone) say('nothing after the end', `${name} was sent after the end`);
  if (!CHECKED.has(name)) return broken;
  const now = eyes.look();
  if (name === 'writeActions') {
    const [rule, actions] = given as [Rule, readonly RuleAction[]];
    if (watch.follows?.kind === 'cleanup') {
      say('weights that somebody asked for', `a clean-up wrote ${rule.arn}`);
    }
    checkWeights(watch, rule.arn, actions, now, eyes.now(), say);
  }
  const group = now.groups.find(({ id }) => id === given[0]);
  if (group === undefined) return broken;
  const target = (given[1] as { readonly target?: number } | undefined)?.target;
  const isSmaller = name === 'writeCapacity' && (target ?? 0) < group.capacity.target;
  if (isSmaller || name === 'delete') checkRemoval(watch, group, now, eyes, say);
  if (name === 'rename') checkRename(watch, group, now, say);
  return broken;
}

type Say = (rule: string, text: string) => void;

function checkWeights(
  watch: Watch,
  arn: string,
  actions: readonly RuleAction[],
  now: WorldState,
  at: number,
  say: Say,
): void {
  const written = weightsIn(actions);
  const rule = now.rules.find((each) => each.arn === arn);
  const image = watch.before.rules.find((each) => each.arn === arn)?.weights ?? {};
  const known = weightsIn(watch.images.get(arn) ?? []);
  const allowed = [image, known, ...(watch.planned.rungs.get(arn) ?? [])];
  if (!allowed.some((each) => canonicalJson(each) === canonicalJson(written))) {
    say('weights that somebody asked for', `${arn} is to get ${canonicalJson(written)}`);
  }
  const other = watch.foreign.get(arn);
  if (other?.isSeen === true && !isUnknown(watch, arn, at) && !isGoingBack(watch, arn)) {
    say(
      'another hand is asked about',
      `${arn} was overwritten though another hand's weights were seen`,
    );
  }
  if (isUnknown(watch, arn, at)) return;
  for (const [targetGroup, weight] of Object.entries(written)) {
    if (weight <= (rule?.weights[targetGroup] ?? 0)) continue;
    checkHealth(watch, arn, targetGroup, now, at, say);
    if (watch.planned.green.has(targetGroup) && !isGoingBack(watch, arn))
      checkFloor(watch, targetGroup, now, say);
  }
}

/** What gains weight has enough healthy targets, or the run saw so a moment ago. */
function checkHealth(
  watch: Watch,
  arn: string,
  targetGroup: string,
  now: WorldState,
  at: number,
  say: Say,
): void {
  const isGreen = watch.planned.green.has(targetGroup);
  // What the way back is to leave may have given green weight before the run.
  if (isGreen && isGoingBack(watch, arn)) return;
  // The twin's stale reads show of another stage's rule what was before its last write, however old that is.
  if (!isGreen && watch.isStale && watch.run.story.isParallel) return;
  const { size } = shopOf(watch, targetGroup)?.story ?? { size: 1 };
  const wanted = isGreen ? size : healthyIn(watch.before, targetGroup);
  const known = (each: string): number => {
    const seen = watch.healthSeen.get(each);
    const recent = seen !== undefined && at - seen.at <= SEEN_MS ? seen.healthy : 0;
    return Math.max(recent, healthyIn(now, each));
  };
  const healthy = known(targetGroup);
  if (healthy >= wanted) return;
  const others = Object.keys(now.rules.find((rule) => rule.arn === arn)?.weights ?? {});
  const atMost = Math.min(
    ...others.filter((each) => each !== targetGroup).map((each) => healthyIn(now, each)),
  );
  if (!isGreen && healthy >= atMost) return;
  say(
    'health before weight',
    `${arn} gave ${targetGroup} weight with ${healthy} of ${wanted} healthy`,
  );
}

/** While green may carry traffic, blue may not shrink below what it needs to take it back. */
function checkFloor(watch: Watch, targetGroup: string, now: WorldState, say: Say): void {
  const shop = shopOf(watch, targetGroup);
  const before = watch.before.groups.find(({ name }) => name === shop?.name);
  const blue = now.groups.find(({ id }) => id === before?.id);
  if (before === undefined || blue === undefined) return;
  if (blue.capacity.minimum >= before.capacity.target) return;
  say(
    'blue keeps its size',
    `green got weight while ${blue.id} may shrink to ${blue.capacity.minimum}`,
  );
}

function shopOf({ shops }: Watch, targetGroup: string): Shop | undefined {
  return shops.find(({ sites }) =>
    sites.some(({ blue, green }) => blue === targetGroup || green === targetGroup),
  );
}

/** Another hand of a moment ago is nothing that a run must know of: reads lag behind writes. */
function isUnknown({ foreign }: Watch, ruleArn: string, at: number): boolean {
  const other = foreign.get(ruleArn);
  return other !== undefined && at - other.at <= (other.isSeen ? LAG_MS : SEEN_MS);
}

function checkRemoval(
  watch: Watch,
  group: GroupState,
  now: WorldState,
  eyes: Eyes,
  say: Say,
): void {
  const isLeftover =
    watch.follows === undefined && watch.before.groups.some(({ id }) => id === group.id);
  const stageRules = watch.shops.flatMap(({ sites }) => sites.map(({ stageRule }) => stageRule));
  for (const targetGroup of targetGroupsWith(now, group)) {
    const user = now.rules.find(({ arn, weights }) => {
      const isExempt = isLeftover && stageRules.includes(arn);
      if (isExempt || isUnknown(watch, arn, eyes.now())) return false;
      // The twin's stale reads show of every rule what was before its last write, however old that is.
      const writtenAt = watch.writtenAt.get(arn) ?? Number.NEGATIVE_INFINITY;
      if (eyes.isStale() && eyes.now() - writtenAt > LAG_MS) return false;
      return (weights[targetGroup] ?? 0) > 0;
    });
    if (user === undefined) continue;
    say(
      'capacity outlives weight',
      `${group.id} was made smaller while ${user.arn} gave it weight`,
    );
  }
}

/** Both names change after one look: another hand that comes after it is nothing that the run must know of. */
function checkRename(watch: Watch, group: GroupState, now: WorldState, say: Say): void {
  const stage = watch.shops.findIndex(({ name }) => group.name.startsWith(name));
  const path = stagePath(watch.run.story, stage);
  if (watch.goingBack.has(path)) return;
  const shop = watch.shops[stage];
  if (watch.follows !== undefined && shop !== undefined) {
    const why = brokenByRenaming(watch, group, shop, now);
    if (why !== undefined) say('names after the rules', why);
    return;
  }
  const proven = watch.proven.get(path)?.size ?? 0;
  if (proven < (shop?.sites.length ?? 0) || !watch.baked.has(path)) {
    say('names after the last proof', `${group.id} was renamed before the last proof and the bake`);
  }
  for (const { prodRule } of shop?.sites ?? []) {
    const weights = now.rules.find(({ arn }) => arn === prodRule)?.weights ?? {};
    const isAllGreen = Object.entries(weights).every(
      ([arn, weight]) => weight === 0 || watch.planned.green.has(arn),
    );
    const otherAt = watch.touchedByOthers.get(prodRule) ?? Number.NEGATIVE_INFINITY;
    const lookedAt = watch.lookedAt.get(prodRule) ?? Number.NEGATIVE_INFINITY;
    if (lookedAt < (watch.baked.get(path) ?? 0)) {
      say('names after the last proof', `${group.id} was renamed without a look at ${prodRule}`);
    }
    if (isAllGreen || lookedAt - otherAt <= LAG_MS) continue;
    say('names after the last proof', `${group.id} was renamed while ${prodRule} still used blue`);
  }
}

export function brokenByWritten(
  watch: Watch,
  { name, given }: CloudCall,
  eyes: Eyes,
): readonly Violation[] {
  if (name === 'writeActions') {
    const { arn } = given[0] as Rule;
    watch.foreign.delete(arn);
    watch.writtenAt.set(arn, eyes.now());
  }
  if (name !== 'create') return [];
  const { name: created } = given[0] as { readonly name?: string };
  const names = eyes.look().groups.map((group) => group.name);
  const twice = names.filter((each, at) => each === created && names.indexOf(each) !== at);
  return twice.map((each) => ({
    rule: 'created once',
    text: `run ${watch.run.index + 1}: there are two groups ${each}`,
  }));
}

export function noteRead(
  watch: Watch,
  { name, given }: CloudCall,
  answer: unknown,
  at: number,
): void {
  if (name === 'targetHealth') {
    const targets = answer as readonly TargetHealth[];
    const healthy = targets.filter(({ state }) => state === 'healthy').length;
    watch.healthSeen.set(String(given[0]), { healthy, at });
  }
  if (name !== 'rulesByArn' && name !== 'rules') return;
  for (const rule of answer as readonly Rule[]) {
    watch.lookedAt.set(rule.arn, at);
    const other = watch.foreign.get(rule.arn);
    if (other === undefined) continue;
    other.isSeen = canonicalJson(other.weights) === canonicalJson(weightsIn(rule.actions));
  }
}

function isGoingBack(watch: Watch, ruleArn: string): boolean {
  if (watch.follows !== undefined) return true;
  return watch.shops.some(
    ({ sites }, index) =>
      watch.goingBack.has(stagePath(watch.run.story, index)) &&
      sites.some(({ prodRule, stageRule }) => prodRule === ruleArn || stageRule === ruleArn),
  );
}
