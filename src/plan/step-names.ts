// Names of steps: `execution.steps.GROUP.steps.STEP.output…`, right when the step is in the plan.
import type { Lookup } from '../expression/scope.ts';
import type { Json } from '../lib/json.ts';
import type { Stage, Step, StepElement, StepGroup, Strategy } from '../pipeline/pipeline.ts';
import { group, missing, type NameNode, type Search } from './names.ts';

/** Where a text stands: the groups around it, each with the name of its iteration. */
export type Enclosing = readonly { readonly identifier: string; readonly iteration: string }[];

/** Finds steps below `steps`; `canonical` is the name under which the run will know that place. */
export function searchSteps(
  elements: readonly StepElement[],
  canonical: readonly string[],
  enclosing: Enclosing,
): Search {
  return (rest, path) => {
    const prefix = path.slice(0, path.length - rest.length);
    return find({ elements, canonical, prefix, enclosing }, rest);
  };
}

/** Where a text stands: in which list of a stage, below which groups. */
export interface Standing {
  readonly stage: Pick<Stage, 'steps' | 'rollbackSteps'>;
  readonly section: Section;
  readonly enclosing: Enclosing;
}

export type Section = 'steps' | 'rollbackSteps';

/** `execution.steps`, `execution.rollbackSteps`, and both without what is in front. */
export function stepNames({ stage, section, enclosing }: Standing): readonly [string, NameNode][] {
  const within = (of: Section): Enclosing => (of === section ? enclosing : []);
  const searchAll = (of: Section): NameNode => ({
    kind: 'search',
    search: searchSteps(stage[of], ['execution', of], within(of)),
  });
  const near: Search = (rest, path) => {
    const own = searchNear(stage[section], section, enclosing)(rest, path);
    if (own.status !== 'missing' || section === 'steps') return own;
    const other = searchNear(stage.steps, 'steps', [])(rest, path);
    return other.status === 'missing' ? own : other;
  };
  const back = searchNear(stage.rollbackSteps, 'rollbackSteps', within('rollbackSteps'));
  return [
    ['execution', group({ steps: searchAll('steps'), rollbackSteps: searchAll('rollbackSteps') })],
    ['steps', { kind: 'search', search: near }],
    [
      'rollbackSteps',
      {
        kind: 'search',
        // Alone it says whether the stage goes back.
        search: (rest, path) =>
          rest.length === 0 ? { status: 'later', need: path.join('.') } : back(rest, path),
      },
    ],
  ];
}

/** Finds a step by `steps.STEP`: in the group around the text, else further out. */
function searchNear(
  elements: readonly StepElement[],
  section: Section,
  enclosing: Enclosing,
): Search {
  return (rest, path) => {
    const prefix = path.slice(0, path.length - rest.length);
    let level: Level = { elements, canonical: ['execution', section], prefix, enclosing };
    let answer = find(level, rest);
    for (const { iteration } of enclosing) {
      const inner = childLevel(level, iteration);
      if (inner === undefined) break;
      level = { ...inner, prefix };
      const found = find(level, rest);
      if (found.status !== 'missing' || answer.status === 'missing') answer = found;
    }
    return answer;
  };
}

interface Level {
  readonly elements: readonly StepElement[];
  readonly canonical: readonly string[];
  /** As the author wrote it, for messages. */
  readonly prefix: readonly string[];
  readonly enclosing: Enclosing;
}

const OF_ALL = ['status', 'currentStatus', 'liveStatus', 'startTs', 'endTs'];
const OF_STEPS = [...OF_ALL, 'output', 'retryCount', 'spec'];

function find(level: Level, [identifier, ...rest]: readonly string[]): Lookup {
  const known = named(level.elements);
  if (identifier === undefined) return missing(level.prefix, '', known.keys());
  const element = elementAt(level, identifier);
  if (element === undefined) return missing(level.prefix, identifier, known.keys());
  const [attribute, ...more] = rest;
  const prefix = [...level.prefix, identifier];
  if (attribute === 'identifier' || attribute === 'name') {
    return { status: 'found', value: element[attribute] };
  }
  if (attribute === 'steps' && element.kind === 'stepGroup') {
    const inner = childLevel(level, identifier);
    return inner === undefined
      ? { status: 'missing', nearest: [...level.prefix, `${identifier}_0`, ...rest].join('.') }
      : find(inner, more);
  }
  if (attribute === 'type' && element.kind === 'step') {
    return { status: 'found', value: element.type };
  }
  if (attribute === 'executionUrl') {
    return { status: 'missing', why: 'a step has no page: use pipeline.executionId' };
  }
  if (attribute === undefined || !isKnownLater(element, attribute, more)) {
    const attributes = element.kind === 'step' ? OF_STEPS : ['steps', ...OF_ALL];
    return missing(prefix, attribute ?? '', [...attributes, 'identifier', 'name']);
  }
  const as = [...level.canonical, iterationOf(level, identifier) ?? identifier, ...rest];
  return { status: 'later', need: as.join('.'), as };
}

function isKnownLater(
  element: Step | StepGroup,
  attribute: string,
  more: readonly string[],
): boolean {
  if (element.kind === 'step' && attribute === 'output') return true;
  if (element.kind === 'step' && attribute === 'spec') {
    return more[0] !== undefined && Object.hasOwn(element.spec, more[0]);
  }
  return (element.kind === 'step' ? OF_STEPS : OF_ALL).includes(attribute) && more.length === 0;
}

/** Inside an element with a matrix only an iteration has steps; inside that iteration it is itself. */
function childLevel(level: Level, identifier: string): Level | undefined {
  const element = elementAt(level, identifier);
  if (element?.kind !== 'stepGroup') return undefined;
  const iteration = iterationOf(level, identifier) ?? identifier;
  if (element.strategy !== undefined && iteration === element.identifier) return undefined;
  const [around, ...further] = level.enclosing;
  return {
    elements: element.steps,
    canonical: [...level.canonical, iteration, 'steps'],
    prefix: [...level.prefix, identifier, 'steps'],
    enclosing: around?.iteration === iteration ? further : [],
  };
}

function iterationOf({ enclosing }: Level, identifier: string): string | undefined {
  return enclosing[0]?.identifier === identifier ? enclosing[0].iteration : undefined;
}

function elementAt(level: Level, identifier: string): Step | StepGroup | undefined {
  const known = named(level.elements);
  return (
    known.get(identifier) ?? [...known.values()].find((each) => hasIteration(each, identifier))
  );
}

/** What is known of its iterations before they are expanded: how many there are when its lists are written out. */
function hasIteration(element: Step | StepGroup, identifier: string): boolean {
  const { strategy } = element;
  if (strategy === undefined || !identifier.startsWith(`${element.identifier}_`)) return false;
  const counts = writtenCounts(strategy);
  if (counts === undefined) return true;
  const indices = identifier.slice(element.identifier.length + 1).split('_');
  return (
    indices.length === counts.length &&
    indices.every((index, at) => /^\d+$/.test(index) && Number(index) < (counts[at] ?? 0))
  );
}

/** How many values each axis has; undefined when only the plan can tell, or a name stands for the index. */
function writtenCounts(strategy: Strategy): readonly number[] | undefined {
  if (strategy.kind === 'parallelism') return oneCount(strategy.count);
  if (strategy.kind === 'repeat') return oneCount(strategy.times ?? strategy.items);
  if (typeof strategy.axes === 'string' || strategy.nodeName !== undefined) return undefined;
  const counts = strategy.axes.map(({ values }) => oneCount(values)?.[0]);
  return counts.every((count) => count !== undefined) ? counts : undefined;
}

function oneCount(written: Json | undefined): readonly [number] | undefined {
  if (Array.isArray(written)) return [written.length];
  return typeof written === 'number' ? [written] : undefined;
}

/** A parallel block has no name: what is in it is named as if it stood beside it. */
function named(elements: readonly StepElement[]): ReadonlyMap<string, Step | StepGroup> {
  const all = new Map<string, Step | StepGroup>();
  for (const element of elements) {
    if (element.kind !== 'parallel') all.set(element.identifier, element);
    else for (const [identifier, inner] of named(element.steps)) all.set(identifier, inner);
  }
  return all;
}
