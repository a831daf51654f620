// Reads and checks what stands behind the question mark, and a body, against their schemas: what is unknown is refused by name.
import type { z } from 'zod';
import { ProblemError } from '../problem-error.ts';

const ISSUES_MAX = 5;

/** A key that is unknown or stands twice is refused: a misspelt filter would answer something else unseen. */
export function readQuery(schema: z.ZodObject | undefined, search: URLSearchParams): unknown {
  const known = Object.keys(schema?.shape ?? {});
  const given: Record<string, string> = {};
  for (const [key, value] of search) {
    if (!known.includes(key)) {
      const takes = known.length === 0 ? 'takes none' : `takes ${known.join(', ')}`;
      throw new ProblemError(
        'bad-request',
        `This route knows no "${key.slice(0, 60)}" behind the question mark: it ${takes}. Nothing was changed.`,
      );
    }
    if (Object.hasOwn(given, key)) {
      throw new ProblemError('bad-request', `"${key}" is given twice. Nothing was changed.`);
    }
    given[key] = value;
  }
  return schema === undefined ? undefined : checked(schema, given, 'The query');
}

export function readBody(schema: z.ZodType, value: unknown): unknown {
  return checked(schema, value, 'The body');
}

/** Names the places and what is wrong with them, never what was sent: that may be a password. */
function checked(schema: z.ZodType, value: unknown, what: string): unknown {
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const { issues } = result.error;
  const told = issues.slice(0, ISSUES_MAX).map((issue) => {
    const place = issue.path.map(String).join('.');
    return place === '' ? issue.message : `${place}: ${issue.message}`;
  });
  const more = issues.length > ISSUES_MAX ? `; and ${issues.length - ISSUES_MAX} more` : '';
  throw new ProblemError(
    'bad-request',
    `${what} is not what this route takes. ${told.join('; ')}${more}. Nothing was changed.`,
  );
}
