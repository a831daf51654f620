// The plan as an indented text for people.
import { formatDuration } from '../lib/duration.ts';
import type { Plan, PlanNode, StageNode, StrategyNode, When } from './plan.ts';

export function describePlan(plan: Plan): string {
  return `${linesOf(plan.pipeline, 0).join('\n')}\n`;
}

function linesOf(node: PlanNode, depth: number): readonly string[] {
  const below = (nodes: readonly PlanNode[]): readonly string[] =>
    nodes.flatMap((each) => linesOf(each, depth + 1));
  const words = `${node.kind} ${node.identifier}`;
  switch (node.kind) {
    case 'pipeline':
      return [line(depth, words, timeout(node), template(node)), ...below(node.stages)];
    case 'stage':
      return [
        line(depth, words, node.stageType, timeout(node), when(node.when), template(node)),
        ...deploymentLines(node, depth + 1),
        ...below([node.steps]),
        ...(node.rollback.children.length === 0 ? [] : below([node.rollback])),
      ];
    case 'sequence':
      return [
        line(depth, words, timeout(node), when(node.when), template(node)),
        ...below(node.children),
      ];
    case 'parallel':
      return [line(depth, 'parallel'), ...below(node.children)];
    case 'strategy':
      return strategyLines(node, depth);
    case 'step':
      return [line(depth, words, node.type, timeout(node), when(node.when), template(node))];
  }
}

function deploymentLines({ deployment }: StageNode, depth: number): readonly string[] {
  if (deployment === undefined) return [];
  const { service, environment, infrastructure, amiId } = deployment;
  const target = `${environment.identifier}/${infrastructure.identifier}`;
  return [line(depth, `deploys ${service.identifier} (${amiId}) to ${target}`)];
}

function strategyLines(node: StrategyNode, depth: number): readonly string[] {
  const { maxConcurrency, onFailure } = node;
  const atOnce =
    maxConcurrency === 0
      ? 'all at once'
      : maxConcurrency === 1
        ? 'one by one'
        : `${maxConcurrency} at once`;
  const then = onFailure === 'RunAll' ? 'runs all' : 'stops on failure';
  return [
    line(depth, `strategy ${node.identifier}`, atOnce, then, when(node.when)),
    ...node.iterations.flatMap((iteration, index) => [
      line(depth + 1, node.labels[index] ?? String(index)),
      ...linesOf(iteration, depth + 2),
    ]),
  ];
}

function timeout(node: PlanNode): string | undefined {
  return node.timeoutMs === undefined ? undefined : formatDuration(node.timeoutMs);
}

function template(node: PlanNode): string | undefined {
  return node.template === undefined ? undefined : `from template ${node.template}`;
}

function when(condition: When | undefined): string | undefined {
  if (condition === undefined) return undefined;
  const status = { Success: undefined, Failure: 'on failure', All: 'always' }[condition.status];
  const only = condition.condition === undefined ? undefined : `if ${condition.condition}`;
  return [status, only].filter((each) => each !== undefined).join(' ');
}

function line(depth: number, ...words: readonly (string | undefined)[]): string {
  const [first = '', ...more] = words.filter((word) => word !== undefined);
  return `${'  '.repeat(depth)}${first}${more.length === 0 ? '' : `  ${more.join(', ')}`}`;
}
