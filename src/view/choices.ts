// The open choices of a run as people see them: the question, what differs, and what each answer does.
import { isJsonObject, type Json } from '../lib/json.ts';
import type { Difference } from '../traffic/facts.ts';
import type { ChoiceView } from './run-view.ts';
import type { RunFold } from './step-fold.ts';

export function openChoices(fold: RunFold, name: (path: string) => string): readonly ChoiceView[] {
  if (fold.finished !== undefined) return [];
  const open: ChoiceView[] = [];
  for (const [path, { status, asked }] of fold.steps) {
    if (status !== 'InterventionWaiting' || asked === undefined) continue;
    const { choice, at, expiresAt } = asked;
    open.push({
      kind: 'choice',
      path,
      name: name(path),
      question: choice.question,
      differences: differencesIn(choice.detail),
      options: choice.options,
      openedAt: at,
      expiresAt,
      otherwise: 'the step ends by its time-out',
    });
  }
  return open;
}

/** Other details than differences are for programs. */
function differencesIn(detail: Json): readonly Difference[] {
  const listed = isJsonObject(detail) ? detail['differences'] : undefined;
  return Array.isArray(listed) ? (listed as unknown as readonly Difference[]) : [];
}
