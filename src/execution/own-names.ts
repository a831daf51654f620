// Texts that a step fills in itself, once it has what they ask for.
import { ownMember } from '../expression/methods/own-member.ts';
import { renderCondition, renderText } from '../expression/render.ts';
import type { Rendered, Scope } from '../expression/scope.ts';
import type { Json, JsonObject } from '../lib/json.ts';

export type OwnResult =
  | { readonly status: 'value'; readonly value: Json }
  | { readonly status: 'invalid'; readonly message: string };

/** `values` holds what the names mean; what came from outside is never read as an expression. */
export function fillOwn(text: string, values: JsonObject): OwnResult {
  return known(renderText(text, scopeOf(values)));
}

/** The text as a whole is a condition; the value is a boolean. */
export function judgeOwn(condition: string, values: JsonObject): OwnResult {
  return known(renderCondition(condition, scopeOf(values)));
}

function scopeOf(values: JsonObject): Scope {
  return {
    name: (path) => {
      let value: Json | undefined = values;
      for (const segment of path) value = value === undefined ? value : ownMember(value, segment);
      return value === undefined
        ? { status: 'missing' }
        : { status: 'found', value, literal: true };
    },
    call: () => ({ status: 'missing' }),
  };
}

function known(rendered: Rendered): OwnResult {
  switch (rendered.status) {
    case 'value':
      return rendered;
    case 'invalid':
      return { status: 'invalid', message: rendered.message };
    case 'later':
      return { status: 'invalid', message: `nobody knows ${rendered.needs.join(', ')}` };
  }
}
