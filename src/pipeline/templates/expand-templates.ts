// Every use of a template replaced by what it stands for, before anything typed is read.
import { elementsOf, memberOf, type Place, scalarOf } from '../place.ts';
import type { TemplateKind } from '../shapes/template.ts';
import type { Entity } from '../sort-files.ts';
import { readTemplates } from './template.ts';
import { type Chain, type Expansion, expandUse } from './use-template.ts';

const MAXIMUM_USES = 1_000;
const MAXIMUM_NODES = 200_000;

/** Changes the nodes of the pipelines and answers the entities that are no templates. */
export function expandTemplates(entities: readonly Entity[]): readonly Entity[] {
  const templates = readTemplates(placesOf(entities, 'template'));
  const budget = { nodes: MAXIMUM_NODES, uses: MAXIMUM_USES };
  for (const place of placesOf(entities, 'pipeline')) {
    const orgIdentifier = textOf(place, 'orgIdentifier');
    const projectIdentifier = textOf(place, 'projectIdentifier');
    const expansion = { templates, budget, orgIdentifier, projectIdentifier };
    expand({ place, kind: 'Pipeline' }, [], expansion);
  }
  return entities.filter(({ kind }) => kind !== 'template');
}

/** A mapping that may use a template of this kind. */
interface Spot {
  readonly place: Place;
  readonly kind: TemplateKind;
}

function expand({ place, kind }: Spot, around: Chain, expansion: Expansion): void {
  let chain: Chain | undefined = around;
  // A template may be nothing but a use of another.
  while (chain !== undefined && memberOf(place, 'template') !== undefined)
    chain = expandUse(place, kind, chain, expansion);
  if (chain === undefined) return;
  for (const spot of spotsBelow(place, kind)) expand(spot, chain, expansion);
}

function spotsBelow(place: Place, kind: TemplateKind): readonly Spot[] {
  switch (kind) {
    case 'Pipeline':
      return spotsOf(place, 'stages');
    case 'Stage': {
      const spec = memberOf(place, 'spec');
      const execution = spec && memberOf(spec, 'execution');
      if (execution === undefined) return [];
      return [...spotsOf(execution, 'steps'), ...spotsOf(execution, 'rollbackSteps')];
    }
    case 'StepGroup':
      return spotsOf(place, 'steps');
    case 'Step':
      return [];
  }
}

function spotsOf(mapping: Place, key: string): readonly Spot[] {
  const list = memberOf(mapping, key);
  return list === undefined ? [] : elementsOf(list).flatMap(spotsOfElement);
}

function spotsOfElement(element: Place): readonly Spot[] {
  const own = WRAPPERS.flatMap(([key, kind]) => {
    const place = memberOf(element, key);
    return place === undefined ? [] : [{ place, kind }];
  });
  return [...own, ...spotsOf(element, 'parallel')];
}

const WRAPPERS = [
  ['stage', 'Stage'],
  ['step', 'Step'],
  ['stepGroup', 'StepGroup'],
] as const;

function placesOf(entities: readonly Entity[], kind: Entity['kind']): readonly Place[] {
  return entities.filter((entity) => entity.kind === kind).map(({ place }) => place);
}

function textOf(place: Place, key: string): string | undefined {
  const value = scalarOf(memberOf(place, key)?.node);
  return typeof value === 'string' && value !== '' ? value : undefined;
}
