// The templates of a project: each version of each template that its files hold.
import { openMapping, optional, optionalText, requiredText } from '../fields.ts';
import { memberOf, type Place, positionOf, reportAt, scalarOf } from '../place.ts';
import { TEMPLATE } from '../shapes/template.ts';

/** `type` is as written: a template that nobody uses may be of any. */
export interface Template {
  readonly identifier: string;
  readonly versionLabel: string;
  readonly type: string;
  readonly isStable: boolean;
  readonly orgIdentifier: string | undefined;
  readonly projectIdentifier: string | undefined;
  readonly place: Place;
}

export function readTemplates(places: readonly Place[]): readonly Template[] {
  const templates: Template[] = [];
  for (const place of places) {
    const template = readTemplate(place);
    if (template === undefined) continue;
    const first = templates.find((other) => isSame(other, template));
    if (first === undefined) templates.push(template);
    else reportTwice(template, first);
  }
  return templates;
}

/** As people write it: `deploy@v2`. */
export function templateName({ identifier, versionLabel }: Template): string {
  return `${identifier}@${versionLabel}`;
}

function readTemplate(place: Place): Template | undefined {
  const template = openMapping(place, TEMPLATE);
  if (template === undefined) return undefined;
  const identifier = requiredText(template, 'identifier');
  const stable = optional(template, 'stable');
  return {
    identifier,
    versionLabel: versionOf(template),
    type: requiredText(template, 'type'),
    isStable: scalarOf(stable?.node) === true,
    orgIdentifier: optionalText(template, 'orgIdentifier'),
    projectIdentifier: optionalText(template, 'projectIdentifier'),
    place: template,
  };
}

function versionOf(template: Place): string {
  const place = optional(template, 'versionLabel');
  return typeof scalarOf(place?.node) === 'number'
    ? versionText(place)
    : requiredText(template, 'versionLabel');
}

/** As it stands in the file: `1.0` is not `1`. */
export function versionText(place: Place | undefined): string {
  const { source } = (place?.node ?? {}) as { readonly source?: unknown };
  return typeof source === 'string' ? source : String(scalarOf(place?.node));
}

function isSame(one: Template, other: Template): boolean {
  return (
    one.identifier === other.identifier &&
    one.versionLabel === other.versionLabel &&
    one.orgIdentifier === other.orgIdentifier &&
    one.projectIdentifier === other.projectIdentifier
  );
}

function reportTwice(template: Template, first: Template): void {
  const { place, identifier, versionLabel } = template;
  const { file, line } = positionOf(first.place);
  const message = `The version "${versionLabel}" of the template "${identifier}" stands in ${file}, line ${line}, too.`;
  const at = memberOf(place, 'versionLabel') ?? place;
  reportAt(at, 'duplicate-entity', message, 'Give one of them another version, or remove it.');
}
