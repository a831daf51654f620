// Why everything cannot go back at once after a promotion, and what would be needed; nothing is done about it here.
import { describeWeights } from '../../traffic/differences.ts';
import type { BlueLook, PromotionLook, RuleLook } from './look-at-promotion.ts';

export interface Objection {
  readonly kind:
    | 'no-blue'
    | 'already-back'
    | 'rules-changed'
    | 'superseded'
    | 'blue-gone'
    | 'blue-short';
  readonly what: string;
  readonly why: string;
  readonly todo: string;
}

/** `canScale`: a blue that is short of instances may be scaled up first. */
export function objectionToRollback(
  { rules, blue, other }: PromotionLook,
  canScale: boolean,
): Objection | undefined {
  if (blue.status === 'none') {
    return {
      kind: 'no-blue',
      what: 'There is no version to go back to',
      why: 'it was the first deployment, and no group stood behind the prod rule before it',
      todo: 'Deploy another version',
    };
  }
  if (rules.every(({ isAsBefore }) => isAsBefore)) {
    return {
      kind: 'already-back',
      what: 'There is nothing to put back',
      why: 'every rule of the run is as it was before the run already',
      todo: 'Nothing needs to be done',
    };
  }
  const changed = rules.filter(({ isAsLeft }) => !isAsLeft);
  if (changed.length > 0) return rulesChanged(changed);
  if (other !== undefined) {
    return {
      kind: 'superseded',
      what: 'A later deployment is live',
      why: `the group ${other} is in service now, which this run did not make`,
      todo: 'Roll back the run that deployed it',
    };
  }
  if (blue.status === 'gone') {
    return {
      kind: 'blue-gone',
      what: 'Blue is not warm any more',
      why: 'its group was deleted',
      todo: 'Go back by a new deployment of the version before',
    };
  }
  return blue.status === 'short' && !canScale ? blueShort(blue) : undefined;
}

function rulesChanged(changed: readonly RuleLook[]): Objection {
  const each = changed.map(({ image, now }) =>
    now === undefined
      ? `the rule ${image.label} does not exist any more`
      : `the rule ${image.label} is ${describeWeights(now)} now`,
  );
  return {
    kind: 'rules-changed',
    what: 'The rules are not as the run left them',
    why: each.join('; '),
    todo: 'Look who changed them; a rollback would undo that too',
  };
}

function blueShort({ name, id, instances, wanted, capacity, why }: BlueLook): Objection {
  return {
    kind: 'blue-short',
    what: 'Blue is not warm',
    why: `${name} (${id}) has ${instances} instances, with a target of ${capacity.target}, and needs ${wanted} healthy ones (${why})`,
    todo: `Give --scale-up: it is scaled to ${wanted} and gets traffic only when it is healthy`,
  };
}
