// Finding what the setup step names: load balancer, listener, prod rule, and which target group is which.
import type { Listener, LoadBalancer, LoadBalancers, Rule } from '../../cloud/load-balancer.ts';
import type { LoadBalancerSpec } from '../../pipeline/step-types/elastigroup-bg-stage-setup.ts';
import { forwardedTo, isSticky } from '../../traffic/actions.ts';
import { loadBalancerArnOf, loadBalancerName, targetGroupName } from '../../traffic/arn.ts';
import type { SetupLoadBalancer } from '../../traffic/facts.ts';
import { givesWeight } from '../../traffic/split.ts';
import { failure, NOTHING_MOVED } from '../common/failure.ts';
import { isNotFound } from '../common/not-found.ts';
import type { Pace } from '../common/pace.ts';
import { allRules } from '../common/rules.ts';
import { withRetries } from '../common/with-retries.ts';

export interface Site {
  readonly loadBalancer: LoadBalancer;
  readonly listener: Listener;
  readonly prodRule: Rule;
  /** Every rule of the load balancer, the prod rule included. */
  readonly rules: readonly Rule[];
  readonly setup: SetupLoadBalancer;
}

/** Where a look tells what it goes on with all the same. */
export interface Warned {
  warn(text: string): Promise<void>;
}

export async function resolveLoadBalancer(
  context: Warned,
  pace: Pace,
  loadBalancers: LoadBalancers,
  config: LoadBalancerSpec,
): Promise<Site> {
  const loadBalancer = await findLoadBalancer(context, pace, loadBalancers, config);
  const listeners = await withRetries(pace, () => loadBalancers.listeners(loadBalancer.arn));
  const listener = listeners.find(({ port }) => port === Number(config.prodListenerPort));
  if (listener === undefined) {
    const ports = listeners.map(({ port }) => port).join(', ');
    throw refused(
      `The load balancer ${loadBalancer.name} has no listener on port ${config.prodListenerPort}`,
      `its listeners have the ports ${ports}`,
      'Correct prodListenerPort',
    );
  }
  const rules = await allRules(pace, loadBalancers, loadBalancer.arn);
  const prodRule = rules.find(({ arn }) => arn === config.prodListenerRuleArn);
  if (prodRule === undefined || prodRule.listenerArn !== listener.arn) {
    throw refused(
      `The listener on port ${listener.port} has no rule ${config.prodListenerRuleArn}`,
      prodRule === undefined ? 'the rule does not exist' : 'the rule belongs to another listener',
      'Correct prodListenerRuleArn or prodListenerPort',
    );
  }
  const stageTargetGroupArn = config.stageTargetGroupArn;
  await refuseForeignStage(pace, loadBalancers, loadBalancer, stageTargetGroupArn);
  const prodTargetGroupArn = prodTargetGroupOf(prodRule, stageTargetGroupArn);
  refuseLiveStage(prodRule, stageTargetGroupArn);
  if (isSticky(prodRule.actions)) {
    await context.warn(
      'the prod rule has stickiness, so clients that have its cookie stay on their target group whatever the weights are',
    );
  }
  const setup = {
    loadBalancerArn: loadBalancer.arn,
    prodListenerArn: listener.arn,
    prodRuleArn: prodRule.arn,
    prodTargetGroupArn,
    stageTargetGroupArn,
  };
  return { loadBalancer, listener, prodRule, rules, setup };
}

/** The rule's ARN decides; a name that says something else is only worth a warning. */
async function findLoadBalancer(
  context: Warned,
  pace: Pace,
  loadBalancers: LoadBalancers,
  config: LoadBalancerSpec,
): Promise<LoadBalancer> {
  const arn = loadBalancerArnOf(config.prodListenerRuleArn);
  if (arn === undefined) {
    throw refused(
      `"${config.prodListenerRuleArn}" is no listener rule of an application load balancer`,
      'its ARN has another form',
      'Correct prodListenerRuleArn',
    );
  }
  try {
    const named = await withRetries(pace, () =>
      loadBalancers.loadBalancerByName(config.loadBalancer),
    );
    if (named.arn === arn) return named;
  } catch (error) {
    if (!isNotFound(error)) throw error;
  }
  const found = await withRetries(pace, () => loadBalancers.loadBalancer(arn));
  await context.warn(
    `the prod rule belongs to the load balancer ${found.name}, not to ${config.loadBalancer}; the rule decides`,
  );
  return found;
}

/** What the prod rule names is on its load balancer; only the declared group can be elsewhere. */
async function refuseForeignStage(
  pace: Pace,
  loadBalancers: LoadBalancers,
  { arn, name }: LoadBalancer,
  stageTargetGroupArn: string,
): Promise<void> {
  const stage = targetGroupName(stageTargetGroupArn);
  try {
    const found = await withRetries(pace, () => loadBalancers.targetGroups([stageTargetGroupArn]));
    const elsewhere = found.flatMap(({ loadBalancerArns }) => loadBalancerArns);
    if (elsewhere.length === 0 || elsewhere.includes(arn)) return;
    throw refused(
      `The stage target group ${stage} belongs to the load balancer ${elsewhere.map(loadBalancerName).join(', ')}, not to ${name}`,
      'both target groups of a shift must be on the load balancer of the prod rule',
      'Name the idle target group of the prod rule',
    );
  } catch (error) {
    if (!isNotFound(error)) throw error;
    throw refused(
      `There is no stage target group ${stage}`,
      `${stageTargetGroupArn} is not known in this account and region`,
      'Name the idle target group of the prod rule',
    );
  }
}

function prodTargetGroupOf(prodRule: Rule, stageTargetGroupArn: string): string {
  const targetGroups = (forwardedTo(prodRule.actions) ?? []).map((entry) => entry.targetGroupArn);
  const others = targetGroups.filter((arn) => arn !== stageTargetGroupArn);
  const [other] = others;
  if (targetGroups.length === 2 && others.length === 1 && other !== undefined) return other;
  const names = targetGroups.map(targetGroupName).join(', ') || 'none';
  throw refused(
    'The prod rule cannot be shifted',
    `it must forward to exactly two target groups, one of them ${targetGroupName(stageTargetGroupArn)}, but forwards to: ${names}`,
    'Give the rule both target groups, the stage one with weight 0',
  );
}

function refuseLiveStage(prodRule: Rule, stageTargetGroupArn: string): void {
  if (!givesWeight(prodRule.actions, stageTargetGroupArn)) return;
  throw refused(
    `The stage target group ${targetGroupName(stageTargetGroupArn)} is live`,
    'it carries weight in the prod rule, and nothing is ever deployed onto live traffic',
    'Name the idle target group instead; <+loadBalancer.rule("ARN").idleTargetGroupArn> always does',
  );
}

function refused(what: string, why: string, todo: string): Error {
  return failure('Unknown', { what, why, todo, traffic: NOTHING_MOVED });
}
