// Reading rules: the ones asked for, those that share their target groups, and all of a load balancer.
import type { LoadBalancers, Rule } from '../../cloud/load-balancer.ts';
import { isNotFound } from './not-found.ts';
import type { Pace } from './pace.ts';
import { withRetries } from './with-retries.ts';

/** The rules that must exist, and those of the others that still do, in one call when all are there. */
export async function readRules(
  pace: Pace,
  loadBalancers: LoadBalancers,
  needed: readonly string[],
  others: readonly string[],
): Promise<{ readonly rules: readonly Rule[]; readonly others: readonly Rule[] }> {
  const extra = [...new Set(others)].filter((arn) => !needed.includes(arn));
  const read = (arns: readonly string[]): Promise<readonly Rule[]> =>
    withRetries(pace, () => loadBalancers.rulesByArn(arns));
  try {
    const all = await read([...needed, ...extra]);
    return { rules: all.slice(0, needed.length), others: all.slice(needed.length) };
  } catch (error) {
    if (extra.length === 0 || !isNotFound(error)) throw error;
  }
  const rules = await read(needed);
  const remaining: Rule[] = [];
  for (const arn of extra) remaining.push(...(await oneIfThere(read, arn)));
  return { rules, others: remaining };
}

/** Every rule of every listener. */
export async function allRules(
  pace: Pace,
  loadBalancers: LoadBalancers,
  loadBalancerArn: string,
): Promise<readonly Rule[]> {
  const listeners = await withRetries(pace, () => loadBalancers.listeners(loadBalancerArn));
  const rules: Rule[] = [];
  for (const { arn } of listeners) {
    rules.push(...(await withRetries(pace, () => loadBalancers.rules(arn))));
  }
  return rules;
}

async function oneIfThere(
  read: (arns: readonly string[]) => Promise<readonly Rule[]>,
  arn: string,
): Promise<readonly Rule[]> {
  try {
    return await read([arn]);
  } catch (error) {
    if (isNotFound(error)) return [];
    throw error;
  }
}
