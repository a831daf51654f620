// How the nodes' knowledge is saved and put back, with the views that are on their way to them.
import type { RoutingView, TargetGroupView } from '../routing-view.ts';
import { refill, type SavedPart, shiftTimesWithin } from '../saved-parts.ts';
import type { LoadBalancerSpec } from '../world-spec.ts';

/** What one load balancer's nodes know. */
export interface KnownLoadBalancer {
  readonly spec: LoadBalancerSpec;
  /** The last view that is on its way to the nodes. */
  text: string;
  version: number;
  /** By version, until every node has it or a later one. */
  readonly underWay: Map<number, RoutingView>;
  readonly nodes: readonly { version: number; view: RoutingView }[];
}

interface SavedKnowledge {
  readonly spec: LoadBalancerSpec;
  readonly text: string;
  readonly version: number;
  readonly underWay: readonly [number, SavedView][];
  readonly nodes: readonly { readonly version: number; readonly view: SavedView }[];
}

type SavedView = Omit<RoutingView, 'targetGroups'> & {
  readonly targetGroups: readonly TargetGroupView[];
};

/** `tell` is called for every node when all are back where they were. */
export function savedRouting(
  known: Map<string, KnownLoadBalancer>,
  tell: (view: RoutingView) => void,
): SavedPart<readonly SavedKnowledge[]> {
  return {
    save: () =>
      [...known.values()].map(({ spec, text, version, underWay, nodes }) => ({
        spec,
        text,
        version,
        underWay: [...underWay].map(([each, view]) => [each, savedView(view)]),
        nodes: nodes.map((node) => ({ version: node.version, view: savedView(node.view) })),
      })),
    load(saved, shift) {
      const all = shiftTimesWithin(saved, shift);
      const staying = new Set(all.map(({ spec }) => spec.arn));
      for (const [arn, { nodes }] of known) {
        if (!staying.has(arn)) for (const { view } of nodes) tell(withoutListeners(view));
      }
      refill(
        known,
        all.map((each) => [
          each.spec.arn,
          {
            ...each,
            underWay: new Map(each.underWay.map(([version, view]) => [version, loaded(view)])),
            nodes: each.nodes.map(({ version, view }) => ({ version, view: loaded(view) })),
          },
        ]),
      );
      for (const { nodes } of known.values()) for (const { view } of nodes) tell(view);
    },
  };
}

/** What a node tells last, when its load balancer is gone. */
export function withoutListeners(view: RoutingView): RoutingView {
  return { ...view, listeners: [], targetGroups: new Map() };
}

function savedView(view: RoutingView): SavedView {
  return { ...view, targetGroups: [...view.targetGroups.values()] };
}

function loaded(view: SavedView): RoutingView {
  return { ...view, targetGroups: new Map(view.targetGroups.map((each) => [each.arn, each])) };
}
