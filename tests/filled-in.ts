// Expressions in tables: what is inside `<+…>`, over names that stand for values.
import { ownMember } from '../src/expression/methods/own-member.ts';
import { renderText } from '../src/expression/render.ts';
import type { Scope } from '../src/expression/scope.ts';
import type { Json, JsonObject } from '../src/lib/json.ts';

/** The value, or `{ error }`, or `{ later }` with what is left. */
export function filledIn(inside: string, known: JsonObject = {}): Json {
  const rendered = renderText(`<+${inside}>`, scopeOf(known));
  if (rendered.status === 'value') return rendered.value;
  return rendered.status === 'later' ? { later: rendered.rest } : { error: rendered.message };
}

/** Names below `later` are known later. */
export function scopeOf(known: JsonObject): Scope {
  return {
    name: (path) => {
      if (path[0] === 'later') return { status: 'later', need: path.join('.') };
      let at: Json | undefined = known;
      for (const segment of path) at = at === undefined ? undefined : ownMember(at, segment);
      return at === undefined ? { status: 'missing' } : { status: 'found', value: at };
    },
    call: () => ({ status: 'missing' }),
  };
}
