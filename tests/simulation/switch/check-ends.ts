// What must hold at the end of a run: its name is true, and what is not as it should be is named.
import type { ExecutionFinished } from '../../../src/execution/event.ts';
import { canonicalJson, type Json } from '../../../src/lib/json.ts';
import { canonicalActions } from '../../../src/traffic/actions.ts';
import type { GroupState, WorldState } from '../../scenarios/world-state.ts';
import { leftByFollowUp } from './check-follow-ups.ts';
import type { Violation, Watch } from './checks.ts';
import { stagePath } from './stage-paths.ts';
import type { Shop } from './switch-world.ts';

export function brokenByEnd(
  watch: Watch,
  { end, leftovers }: ExecutionFinished,
  now: WorldState,
): readonly Violation[] {
  const broken: Violation[] = [];
  const say = (text: string): void => {
    broken.push({ rule: 'the end is true', text: `run ${watch.run.index + 1}: ${text}` });
  };
  const named = leftovers.map(({ what }) => what).join('\n');
  if ((end === 'Dirty') !== leftovers.length > 0) {
    say(`it ended ${end} with ${leftovers.length} leftovers`);
  }
  watch.shops.forEach((shop, index) => {
    const path = stagePath(watch.run.story, index);
    const isKept = watch.run.events.some(
      (event) => event.type === 'NodeFinished' && event.path === path && event.status === 'Success',
    );
    const isGoneOn = isKept && !watch.goingBack.has(path);
    if (watch.follows !== undefined && (watch.follows.kind === 'cleanup' || !isKept)) return;
    const differs =
      isGoneOn && watch.follows === undefined
        ? notAsWanted(watch, shop, now)
        : notAsBefore(watch, shop, now);
    for (const [id, text] of differs) {
      if (named.includes(id) || named.includes(`stage "stage${index}"`)) continue;
      say(`it ended ${end} and does not name that ${text}`);
    }
  });
  for (const [id, text] of end === 'Success' ? leftByFollowUp(watch, now) : []) {
    if (!named.includes(id)) say(`it ended ${end} and ${text}`);
  }
  if (end === 'Success' && watch.goingBack.size > 0) say('it ended Success after going back');
  return broken;
}

type Difference = readonly [id: string, text: string];

function notAsWanted(watch: Watch, { sites, name }: Shop, now: WorldState): readonly Difference[] {
  const differs: Difference[] = [];
  for (const { prodRule } of sites) {
    const weights = now.rules.find(({ arn }) => arn === prodRule)?.weights ?? {};
    const live = Object.keys(weights).filter((arn) => (weights[arn] ?? 0) > 0);
    const isWanted = live.every((arn) => watch.planned.green.has(arn));
    if (!isWanted && !watch.touchedByOthers.has(prodRule)) {
      differs.push([prodRule, `${prodRule} gives ${canonicalJson(weights)}`]);
    }
  }
  const before = new Set(watch.before.groups.map(({ id }) => id));
  const live = now.groups.find((group) => group.name === name);
  if (live === undefined || before.has(live.id))
    differs.push([name, `${name} is not the new group`]);
  return differs;
}

/** A leftover that made room for green does not come back; everything else is as it was. */
function notAsBefore(watch: Watch, shop: Shop, now: WorldState): readonly Difference[] {
  const differs: Difference[] = [];
  const at = watch.run.events.at(-1)?.at ?? 0;
  const ours = new Set(shop.sites.flatMap(({ prodRule, stageRule }) => [prodRule, stageRule]));
  const isOurs = (arn: string): boolean =>
    ours.has(arn) && (watch.follows === undefined || watch.images.has(arn));
  for (const { arn, actions } of now.rules.filter((rule) => isOurs(rule.arn))) {
    const first = watch.before.rules.find((rule) => rule.arn === arn)?.actions ?? [];
    const image = canonicalActions(watch.images.get(arn) ?? first);
    if (canonicalActions(actions) === image || watch.foreign.has(arn)) continue;
    // Another hand may have come after the way back.
    if (watch.touchedByOthers.has(arn) || isReadStale(watch, arn)) continue;
    differs.push([arn, `${arn} is not as before`]);
  }
  for (const group of now.groups.filter((each) => each.name.startsWith(shop.name))) {
    const image = watch.before.groups.find(({ id }) => id === group.id);
    if (image === undefined) differs.push([group.id, `${group.name} (${group.id}) is still there`]);
    else if (essence(image, at) !== essence(group, at)) {
      const was = essence(image, at);
      differs.push([group.id, `${group.id} was ${was} and is ${essence(group, at)}`]);
    }
  }
  return differs;
}

/** A suspension that was found ends by itself at its time. */
function essence({ name, capacity, suspensions }: GroupState, at: number): string {
  const processes = suspensions
    .filter(({ expiresAt }) => typeof expiresAt !== 'string' || Date.parse(expiresAt) > at)
    .map((suspension) => suspension.name)
    .sort();
  return canonicalJson({ name, capacity, processes } as unknown as Json);
}

/** The twin's stale reads show of every rule what was before its last write, however old that is. */
function isReadStale({ run, isStale }: Watch, ruleArn: string): boolean {
  return run.events.some(
    (event) =>
      isStale &&
      event.type === 'EffectConfirmed' &&
      event.via === 'read-back' &&
      event.effect.startsWith(`restore ${ruleArn}`),
  );
}
