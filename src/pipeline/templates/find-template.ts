// Which version of which template a use means: by level, by version, or the stable one.
import { nearest, nearestHint } from '../../lib/nearest.ts';
import { type Place, reportAt } from '../place.ts';
import { TEMPLATE_KINDS, type TemplateKind } from '../shapes/template.ts';
import type { Template } from './template.ts';

/** `ref` and `version` are the places of what was asked for, where they stand. */
export interface Wanted {
  readonly ref: Place;
  readonly reference: string;
  readonly version: Place | undefined;
  readonly versionLabel: string | undefined;
  readonly kind: TemplateKind;
  /** Where the pipeline belongs, if it says so. */
  readonly orgIdentifier: string | undefined;
  readonly projectIdentifier: string | undefined;
}

type Level = 'account' | 'org' | 'project';

/** Undefined after it was reported. */
export function findTemplate(all: readonly Template[], wanted: Wanted): Template | undefined {
  const versions = versionsOf(all, wanted);
  if (versions.length === 0) return reportUnknown(all, wanted);
  const found = oneVersion(versions, wanted);
  if (found === undefined || found.type === wanted.kind) return found;
  return reportKind(found, wanted);
}

/** Those that say no level themselves stand for every level. */
function versionsOf(all: readonly Template[], wanted: Wanted): readonly Template[] {
  const { level, identifier } = parsed(wanted.reference);
  const named = all.filter((each) => each.identifier === identifier);
  const ofLevel = named.filter((each) => levelOf(each) === level && isNear(each, wanted));
  return ofLevel.length > 0 ? ofLevel : named.filter((each) => levelOf(each) === 'account');
}

function parsed(reference: string): { readonly level: Level; readonly identifier: string } {
  const [, level, identifier] = /^(account|org)\.(.*)$/s.exec(reference) ?? [];
  if (level === undefined || identifier === undefined)
    return { level: 'project', identifier: reference };
  return { level: level === 'account' ? 'account' : 'org', identifier };
}

function levelOf({ orgIdentifier, projectIdentifier }: Template): Level {
  if (projectIdentifier !== undefined) return 'project';
  return orgIdentifier === undefined ? 'account' : 'org';
}

/** Only what says that it belongs elsewhere does. */
function isNear(template: Template, wanted: Wanted): boolean {
  return (['orgIdentifier', 'projectIdentifier'] as const).every(
    (key) =>
      template[key] === undefined || wanted[key] === undefined || template[key] === wanted[key],
  );
}

function oneVersion(versions: readonly Template[], wanted: Wanted): Template | undefined {
  const { ref, reference, version, versionLabel } = wanted;
  const labels = versions.map((each) => each.versionLabel);
  if (versionLabel !== undefined) {
    const found = versions.find((each) => each.versionLabel === versionLabel);
    if (found !== undefined) return found;
    const message = `The template "${reference}" has no version "${versionLabel}".`;
    const meant = nearest(versionLabel, labels);
    const hint = `${meant === undefined ? '' : `Did you mean "${meant}"? `}It has ${listed(labels)}.`;
    reportAt(version ?? ref, 'unknown-entity', message, hint);
    return undefined;
  }
  const stable = versions.length === 1 ? versions : versions.filter((each) => each.isStable);
  if (stable.length === 1) return stable[0];
  const message = `The template "${reference}" has ${versions.length} versions, and nothing says which of them is the stable one.`;
  const hint = `Add versionLabel with one of ${listed(labels)}, or "stable: true" to one template.`;
  reportAt(ref, 'unknown-entity', message, hint);
  return undefined;
}

function listed(labels: readonly string[]): string {
  const shown = labels.slice(0, 10).join(', ');
  return labels.length > 10 ? `${shown} and ${labels.length - 10} more` : shown;
}

function reportUnknown(all: readonly Template[], { ref, reference, kind }: Wanted): undefined {
  const known = all.filter(({ type }) => type === kind).map(referenceOf);
  const message = `The project has no template "${reference}".`;
  const hint = `${nearestHint(reference, [...new Set(known)])} Add its YAML to the project folder.`;
  reportAt(ref, 'unknown-entity', message, hint.trim());
  return undefined;
}

function referenceOf(template: Template): string {
  return levelOf(template) === 'org' ? `org.${template.identifier}` : template.identifier;
}

function reportKind(found: Template, { ref, reference, kind }: Wanted): undefined {
  const why = NOT_READ[found.type];
  if (why !== undefined || !TEMPLATE_KINDS.some((each) => each === found.type)) {
    const message = `Templates of type "${found.type}" are not supported.`;
    reportAt(ref, 'unsupported-template', message, why ?? nearestHint(found.type, TEMPLATE_KINDS));
    return undefined;
  }
  const message = `The template "${reference}" is of type ${found.type}, and a template of type ${kind} belongs here.`;
  reportAt(ref, 'wrong-type', message, `Use it where a ${WORDS[found.type]} stands.`);
  return undefined;
}

const WORDS: Readonly<Record<string, string>> = {
  Step: 'step',
  StepGroup: 'step group',
  Stage: 'stage',
  Pipeline: 'pipeline',
};

/** What Harness has beside: what to do instead. */
const NOT_READ: Readonly<Record<string, string>> = {
  ArtifactSource: 'Write the artifact source out in the service.',
  CustomDeployment: 'Only deploymentType Elastigroup is supported.',
  MonitoredService: 'Penstock verifies by proofs and bake time: leave it out.',
  SecretManager: 'Secrets are values, environment variables or files: leave it out.',
  Notification: 'Write the notification rule out.',
};
