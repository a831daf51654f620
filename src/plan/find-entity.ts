// Finding an entity by a reference as Harness writes them: `x` lies in the project, `org.x` and `account.x` above it.
import { nearestHint } from '../lib/nearest.ts';
import type { DiagnosticCode } from '../pipeline/diagnostic.ts';
import type { Scoped } from '../pipeline/pipeline.ts';

export type Found<Entity> =
  | { readonly status: 'found'; readonly entity: Entity }
  | {
      readonly status: 'missing';
      readonly code: DiagnosticCode;
      readonly message: string;
      readonly hint: string;
    };

type Named = Scoped & { readonly identifier: string };

/**
 * What says where it lies must lie at the level of the reference; what says nothing is taken where
 * nothing better is there. `home` is where the pipeline lies.
 */
export function findEntity<Entity extends Named>(
  kind: string,
  reference: string,
  all: readonly Entity[],
  home: Scoped,
): Found<Entity> {
  const identifier = withoutLevel(reference);
  const named = all.filter((each) => each.identifier === identifier);
  const exact = named.filter((each) => isDeclared(each) && liesAt(each, levelOf(reference), home));
  const fitting = exact.length > 0 ? exact : named.filter((each) => !isDeclared(each));
  const [entity, second] = fitting;
  if (entity !== undefined && second === undefined) return { status: 'found', entity };
  if (entity !== undefined && second !== undefined) {
    const message = `There are several ${kind}s "${identifier}": in ${fitting.map(whereOf).join(' and in ')}.`;
    const hint = 'Say orgIdentifier and projectIdentifier in the pipeline.';
    return { status: 'missing', code: 'duplicate-entity', message, hint };
  }
  const [elsewhere] = named;
  if (elsewhere !== undefined) {
    const message = `There is no ${kind} "${identifier}" ${wanted(levelOf(reference), home)}; there is one in ${whereOf(elsewhere)}.`;
    const hint = `Correct the reference (${elsewhereAs(elsewhere)}), or what the ${kind} says of its organisation and project.`;
    return { status: 'missing', code: 'unknown-entity', message, hint };
  }
  const known = all.map((each) => each.identifier);
  const hint = nearestHint(identifier, known) || `Add a file that describes the ${kind}.`;
  const message = `There is no ${kind} "${identifier}".`;
  return { status: 'missing', code: 'unknown-entity', message, hint };
}

/** Harness writes the level in front of a reference: `org.x`, `account.x`. */
export function withoutLevel(reference: string): string {
  return reference.replace(/^(account|org)\./, '');
}

/** An organisation is 1, a project 2; what says nothing counts as the latter. */
export function levelOfEntity({ orgIdentifier, projectIdentifier }: Scoped): 1 | 2 {
  return orgIdentifier !== undefined && projectIdentifier === undefined ? 1 : 2;
}

type Level = 'account' | 'org' | 'project';

function levelOf(reference: string): Level {
  if (reference.startsWith('account.')) return 'account';
  return reference.startsWith('org.') ? 'org' : 'project';
}

function isDeclared({ orgIdentifier, projectIdentifier }: Scoped): boolean {
  return orgIdentifier !== undefined || projectIdentifier !== undefined;
}

function liesAt(entity: Scoped, level: Level, home: Scoped): boolean {
  if (level === 'account' || !agree(entity.orgIdentifier, home.orgIdentifier)) return false;
  const { projectIdentifier } = entity;
  if (level === 'org') return projectIdentifier === undefined;
  return projectIdentifier !== undefined && agree(projectIdentifier, home.projectIdentifier);
}

function agree(one: string | undefined, other: string | undefined): boolean {
  const isOpen = [one, other].some((each) => each === undefined || each.includes('<+'));
  return isOpen || one === other;
}

function wanted(level: Level, { orgIdentifier, projectIdentifier }: Scoped): string {
  if (level === 'account') return 'in the account';
  const name = level === 'org' ? orgIdentifier : projectIdentifier;
  const kind = level === 'org' ? 'organisation' : 'project';
  return name === undefined ? `in the ${kind}` : `in the ${kind} "${name}"`;
}

function whereOf({ orgIdentifier, projectIdentifier }: Scoped): string {
  if (projectIdentifier !== undefined) return `the project "${projectIdentifier}"`;
  return orgIdentifier === undefined
    ? 'no place of its own'
    : `the organisation "${orgIdentifier}"`;
}

function elsewhereAs(entity: Named): string {
  return levelOfEntity(entity) === 1 ? `org.${entity.identifier}` : entity.identifier;
}
