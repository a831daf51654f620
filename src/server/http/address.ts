// The address of a request as it was sent: its path split before anything is decoded, so that no trick of spelling reaches another route.
import { ProblemError } from '../problem-error.ts';

const PARAM_MAX = 500;
const CONTROL = /\p{Cc}/u;
/** The parameters whose value is a path inside a project: they may hold encoded slashes. */
const PATHS: ReadonlySet<string> = new Set(['pipeline']);

/** The path of a request's target, without query; undefined for what is no path. */
export function rawPathOf(target: string | undefined): string | undefined {
  if (target === undefined || !target.startsWith('/')) return undefined;
  return target.split('?', 1)[0];
}

/** Why a path is refused whatever it may name: an encoding or a segment with which one path passes for another. */
export function trickIn(path: string): string | undefined {
  if (path.includes('\\')) return 'a backslash';
  if (path.includes('//')) return 'an empty segment';
  for (const segment of path.split('/')) {
    const decoded = decodeSegment(segment);
    if (decoded === undefined) return 'an encoding that is none';
    if (CONTROL.test(decoded)) return 'a control character';
    if (decoded.split(/[/\\]/).some((part) => part === '.' || part === '..')) {
      return 'a segment of dots';
    }
  }
  return undefined;
}

/** The values of a route's parameters, each of one segment of the path. */
export function paramsOf(template: string, path: string): Readonly<Record<string, string>> {
  const segments = path.split('/');
  const params: Record<string, string> = {};
  for (const [index, part] of template.split('/').entries()) {
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    if (name !== undefined) params[name] = paramIn(name, segments[index] ?? '');
  }
  return params;
}

function paramIn(name: string, segment: string): string {
  const value = decodeSegment(segment);
  if (value === undefined || value === '' || value.length > PARAM_MAX || CONTROL.test(value)) {
    throw new ProblemError('bad-request', `The address names no ${name}. Nothing was changed.`);
  }
  if (/[/\\]/.test(value) && (!PATHS.has(name) || value.includes('\\') || value.startsWith('/'))) {
    throw new ProblemError(
      'not-found',
      `No ${name} has a name with a slash in it. Nothing was changed.`,
    );
  }
  return value;
}

function decodeSegment(segment: string): string | undefined {
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined;
  }
}
