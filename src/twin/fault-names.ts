// The names by which faults call the things of a world, as ids and ARNs.
import type { JsonObject } from '../lib/json.ts';
import { nearestHint } from '../lib/nearest.ts';
import type { LoadBalancing, Rule } from './elbv2/load-balancing.ts';
import type { Elastigroups } from './spot/elastigroups.ts';
import { nameOf } from './spot/group.ts';
import { TwinError } from './twin-error.ts';

/** Of several groups with this name the newest. */
export function groupIdOf(groups: Elastigroups, word: string): string {
  const all = groups.all();
  const found = all.find(({ id }) => id === word) ?? all.findLast((each) => nameOf(each) === word);
  if (found !== undefined) return found.id;
  const known = all.flatMap((each) => [nameOf(each), each.id]);
  throw notThere('spot', `Elastigroup '${word}'`, word, known);
}

export function targetGroupArnOf({ targetGroups }: LoadBalancing, word: string): string {
  const all = [...targetGroups.values()].map(({ spec }) => spec);
  const found = all.find(({ arn, name }) => arn === word || name === word);
  if (found !== undefined) return found.arn;
  const known = all.map(({ name }) => name);
  throw notThere('elbv2', `target group '${word}'`, word, known);
}

/** `80/10` is the rule of priority 10 at port 80, `80/default` the last one there. */
export function ruleArnOf({ rules, listeners }: LoadBalancing, word: string): string {
  const placeOf = (rule: Rule): string =>
    `${listeners.get(rule.listenerArn)?.spec.port}/${rule.priority}`;
  const all = [...rules.values()];
  const found = all.filter((rule) => rule.arn === word || placeOf(rule) === word);
  const [rule] = found;
  if (rule === undefined) throw notThere('elbv2', `rule '${word}'`, word, all.map(placeOf));
  if (found.length === 1) return rule.arn;
  const message = `There are ${found.length} rules '${word}', of several load balancers. Name one by its ARN.`;
  throw new TwinError('elbv2', 400, 'RuleNotFound', message);
}

function notThere(
  service: 'elbv2' | 'spot',
  what: string,
  word: string,
  known: readonly string[],
): TwinError {
  const hint = nearestHint(word, known);
  const message = `There is no ${what}.${hint === '' ? '' : ` ${hint}`}`;
  return new TwinError(service, 400, 'NotFound', message);
}

/** A forward action of AWS's form, by the names or ARNs of target groups. */
export function forwardBy(
  loadBalancing: LoadBalancing,
  weights: Readonly<Record<string, number>>,
): JsonObject {
  const targetGroups = Object.entries(weights).map(([word, weight]) => ({
    TargetGroupArn: targetGroupArnOf(loadBalancing, word),
    Weight: weight,
  }));
  return { Type: 'forward', ForwardConfig: { TargetGroups: targetGroups } };
}
