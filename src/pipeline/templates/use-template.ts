// One use of a template: its spec is copied, filled in and put in the place of `template:`.
import { isMap, isScalar, type YAMLMap } from 'yaml';
import { openMapping, optional, required, requiredText, textAt } from '../fields.ts';
import {
  asksForNothing,
  isMapping,
  memberOf,
  membersOf,
  type Place,
  positionOf,
  reportAt,
  scalarOf,
} from '../place.ts';
import { TEMPLATE_LINK, type TemplateKind } from '../shapes/template.ts';
import type { YamlSource } from '../yaml-source.ts';
import { BESIDE_TEMPLATE, OWN_FIELDS } from './beside-template.ts';
import { type Budget, copyNode } from './copy-node.ts';
import { fillInputs } from './fill-inputs.ts';
import { findTemplate } from './find-template.ts';
import { type Template, templateName, versionText } from './template.ts';

export interface Expansion {
  readonly templates: readonly Template[];
  readonly budget: Budget;
  readonly orgIdentifier: string | undefined;
  readonly projectIdentifier: string | undefined;
}

/** The templates that stand around a node, outermost first. */
export type Chain = readonly Template[];

const MAXIMUM_CHAIN = 10;

/** The chain inside of the template, or undefined after it was reported; then `template:` stays. */
export function expandUse(
  place: Place,
  kind: TemplateKind,
  chain: Chain,
  expansion: Expansion,
): Chain | undefined {
  const link = required(place, 'template');
  const opened = link && openMapping(link, TEMPLATE_LINK);
  if (opened === undefined || !isMap(place.node)) return undefined;
  const template = templateOf(opened, kind, expansion);
  if (template === undefined || !mayUse(opened, template, chain, expansion)) return undefined;
  const source = sourceOf(template, opened);
  const spec = copiedSpec(template, source, opened, expansion);
  if (spec === undefined) return undefined;
  const inputs = optional(opened, 'templateInputs');
  if (inputs !== undefined) fillInputs({ ...spec, fqn: place.fqn }, inputs);
  merge(place, spec, kind);
  place.source.templates.set(place.node, templateName(template));
  return [...chain, template];
}

function templateOf(
  link: Place,
  kind: TemplateKind,
  { templates, ...expansion }: Expansion,
): Template | undefined {
  const reference = requiredText(link, 'templateRef');
  if (reference === '') return undefined;
  const version = optional(link, 'versionLabel');
  const isNumber = typeof scalarOf(version?.node) === 'number';
  const versionLabel =
    version === undefined ? undefined : isNumber ? versionText(version) : textAt(version);
  const ref = memberOf(link, 'templateRef') ?? link;
  return findTemplate(templates, { ...expansion, ref, reference, version, versionLabel, kind });
}

function mayUse(link: Place, template: Template, chain: Chain, { budget }: Expansion): boolean {
  if (chain.includes(template)) {
    const names = [...chain.slice(chain.indexOf(template)), template].map(templateName);
    const message = `This template would contain itself: ${names.join(' > ')}.`;
    reportAt(link, 'template-cycle', message, 'Write one of these uses out.');
    return false;
  }
  budget.uses -= 1;
  if (chain.length < MAXIMUM_CHAIN && budget.uses >= 0) return true;
  // What comes after the last one that fits is not told one by one.
  if (chain.length < MAXIMUM_CHAIN && budget.uses < -1) return false;
  const message =
    chain.length < MAXIMUM_CHAIN
      ? 'Templates are used more than 1000 times.'
      : `Templates stand in each other ${MAXIMUM_CHAIN} deep at most.`;
  reportTooLarge(link, message);
  return false;
}

/** Places in a template are places in its file, and know where it is used. */
function sourceOf({ place }: Template, link: Place): YamlSource {
  const { source } = place;
  const usedAt = positionOf(link);
  return {
    ...source,
    given: link.source.given,
    templates: link.source.templates,
    positionAt: (offset) => ({ ...source.positionAt(offset), usedAt }),
  };
}

function copiedSpec(
  { place }: Template,
  source: YamlSource,
  link: Place,
  { budget }: Expansion,
): Place | undefined {
  const spec = required(place, 'spec');
  if (spec === undefined) return undefined;
  if (!isMapping(spec.node)) {
    const message = 'The spec of a template is a mapping, and this is none.';
    reportAt(spec, 'wrong-type', message, 'Write what the template stands for.');
    return undefined;
  }
  const node = copyNode<YAMLMap>(spec.node, source, budget);
  if (node !== undefined) return { ...spec, source, node };
  reportTooLarge(link, 'With this template the pipeline is larger or deeper than can be read.');
  return undefined;
}

function reportTooLarge(link: Place, message: string): void {
  reportAt(link, 'plan-too-large', message, 'Use fewer templates in each other.');
}

/** The use's own fields come first; of what else both say the template's word is read on with. */
function merge(place: Place, spec: Place, kind: TemplateKind): void {
  const { node } = place;
  if (!isMap(node) || !isMap(spec.node)) return;
  const left = membersOf(place).filter(({ key, place: member }) => {
    if (key === 'template' || OWN_FIELDS.includes(key)) return false;
    if (asksForNothing(member.node)) return memberOf(spec, key) !== undefined;
    if (!BESIDE_TEMPLATE[kind].includes(key)) reportBeside(member, key);
    else if (memberOf(spec, key) !== undefined) reportBoth(member, key);
    else return false;
    return true;
  });
  const gone = new Set(['template', ...left.map(({ key }) => key)]);
  node.items = node.items.filter(({ key }) => !(isScalar(key) && gone.has(String(key.value))));
  for (const pair of spec.node.items) {
    const key = isScalar(pair.key) ? String(pair.key.value) : '';
    if (memberOf(place, key) === undefined) node.items.push(pair);
  }
}

function reportBeside(own: Place, key: string): void {
  const message = `"${key}" cannot stand beside a template, which says itself what it is.`;
  const hint = `Make it <+input> in the template and give it in templateInputs, or remove it.`;
  reportAt(own, 'unsupported-template', message, hint);
}

function reportBoth(own: Place, key: string): void {
  const message = `"${key}" stands here and in the template, and only one of them could count.`;
  const hint = 'Remove it here, or make it <+input> in the template and give it in templateInputs.';
  reportAt(own, 'unsupported-template', message, hint);
}
