// The list of a project's runs in parts: those that wait for their turn first, then the newest.
import type { RunInList } from '../../api/schemas/run-parts.ts';
import { ProblemError } from '../problem-error.ts';
import { queuedLines } from './queued-lines.ts';
import type { RunParts } from './run-parts.ts';

export interface ListQuery {
  readonly cursor?: string | undefined;
  readonly limit: number;
  readonly status?: string | undefined;
  readonly pipeline?: string | undefined;
}

export async function listRuns(
  parts: RunParts,
  project: string,
  query: ListQuery,
): Promise<{ items: RunInList[]; next: string | null }> {
  const { cursor, limit } = query;
  const before = cursor === undefined ? Number.POSITIVE_INFINITY : placeOf(cursor);
  const queued = cursor === undefined ? await queuedLines(parts, project) : [];
  const items = queued.filter((line) => isWanted(line, query));
  for (const row of await parts.rows()) {
    if (Number(row.id) >= before) continue;
    if (items.length >= limit) return { items, next: String(Number(row.id) + 1) };
    const listed = await parts.list.of(row);
    if (listed?.project === project && isWanted(listed.line, query)) items.push(listed.line);
  }
  return { items, next: null };
}

function placeOf(cursor: string): number {
  if (/^\d{1,15}$/.test(cursor)) return Number(cursor);
  const says = `"${cursor}" is no place in this list. Take what the part before named as "next".`;
  throw new ProblemError('bad-request', says);
}

function isWanted(line: RunInList, { status, pipeline }: ListQuery): boolean {
  const isOfStatus = status === undefined || line.status.toLowerCase() === status.toLowerCase();
  return isOfStatus && (pipeline === undefined || line.pipeline === pipeline);
}
