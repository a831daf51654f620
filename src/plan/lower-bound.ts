// What was bound, as the plan shows it: filled in, and never a secret.
import { renderText } from '../expression/render.ts';
import type { Json } from '../lib/json.ts';
import { checkGiven } from './check-given.ts';
import type { Filling } from './fill.ts';
import type { Bound } from './plan.ts';
import type { PlanRequest } from './plan-request.ts';
import { planningScope } from './planning-scope.ts';
import { muted, positionAt } from './session.ts';

const HIDDEN = '(secret)';

/** `fillings` gives the names of a stage by its identifier. */
export function lowerBound(
  bound: PlanRequest['bound'],
  outer: Filling,
  fillings: ReadonlyMap<string, Filling>,
): readonly Bound[] {
  return bound.map(({ by, path, written, input }) => {
    if (isHidden(path, outer)) return { by, path, written: HIDDEN, value: HIDDEN };
    const stage = /^pipeline\.stages\.([^.]+)\./.exec(path)?.[1];
    const filling = fillings.get(stage ?? '') ?? outer;
    const value = shown(written, filling);
    const isKnown = typeof value !== 'string' || !value.includes('<+');
    if (input !== undefined && isKnown) {
      const position = positionAt(outer.session, path, undefined);
      checkGiven(input, value, { path, position }, filling);
    }
    return { by, path, written, value };
  });
}

function isHidden(path: string, { session }: Filling): boolean {
  const secret = /^secrets\.([^.]+)/.exec(path)?.[1];
  return secret !== undefined && session.facts.secrets(secret) === undefined;
}

/** What cannot be filled in here (a matrix value, say) is shown as it was written. */
function shown(written: string, { session, names }: Filling): Json {
  const rendered = renderText(written, planningScope(muted(session), names, undefined));
  if (rendered.status === 'value') return rendered.value;
  return rendered.status === 'later' ? rendered.rest : written;
}
