// One iteration of a strategy: what tells it from the others, and the names that hold inside it.
import { group, type NameNode, type Names, text } from './names.ts';

export interface Iteration {
  readonly index: number;
  /** How many there are. */
  readonly count: number;
  /** What its identifier has at the end, such as `_0`, or `_0_1` with two axes. */
  readonly postfix: string;
  /** For people, such as `weight=50`. */
  readonly label: string;
  readonly matrix: Names;
  readonly repeat: Names;
}

/** What an expression may ask of the element that the strategy repeats, such as `stage.matrix.x`. */
export function iterationMembers(iteration: Iteration): Record<string, NameNode | undefined> {
  const { index, count, postfix, matrix, repeat } = iteration;
  return {
    iteration: { kind: 'written', value: index, place: undefined },
    iterations: { kind: 'written', value: count, place: undefined },
    identifierPostFix: text(postfix),
    matrix: matrix.size === 0 ? undefined : { kind: 'group', members: matrix },
    repeat: repeat.size === 0 ? undefined : { kind: 'group', members: repeat },
  };
}

/** The names inside: those of strategies around stay visible where this one has none of the name. */
export function iterationNames(outer: Names, identifier: string, iteration: Iteration): Names {
  const matrix = merged(outer.get('matrix'), iteration.matrix);
  const repeat = merged(outer.get('repeat'), iteration.repeat);
  const around = membersOf(outer.get('strategy'));
  const currentStatus: NameNode = { kind: 'later' };
  const own = { ...iterationMembers(iteration), currentStatus };
  const nodes = merged(around.get('node'), new Map([[identifier, group(own)]]));
  const strategy = group({ ...own, matrix, repeat, node: nodes });
  const named: readonly [string, NameNode | undefined][] = [
    ['strategy', strategy],
    ['matrix', matrix],
    ['repeat', repeat],
  ];
  const present = named.flatMap(([name, node]): [string, NameNode][] =>
    node ? [[name, node]] : [],
  );
  return new Map([...outer, ...present]);
}

function merged(outer: NameNode | undefined, own: Names): NameNode | undefined {
  const members = new Map([...membersOf(outer), ...own]);
  return members.size === 0 ? undefined : { kind: 'group', members };
}

function membersOf(node: NameNode | undefined): Names {
  return node?.kind === 'group' ? node.members : new Map();
}
