// A list in parts: how much is asked for, and how the next part is reached.
import { z } from 'zod';

const LIMIT_MAX = 500;
const LIMIT = 50;

/** `cursor` is what the part before named as `next`. */
export const pageQuery = z.object({
  cursor: z.string().max(200).optional(),
  limit: z.coerce.number().int().min(1).max(LIMIT_MAX).default(LIMIT),
});

export function pageOf<Item extends z.ZodType>(item: Item) {
  return z.object({ items: z.array(item), next: z.string().nullable() });
}
