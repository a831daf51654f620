// Many cases from one seed: each must be answered, in time, with plain data.
import { randomFrom } from '../simulation/random.ts';
import { CANARY, type Case, judge } from './judge.ts';
import { makeExpression } from './make-expression.ts';
import { makeProject, type Projects, readProjects } from './make-project.ts';

export interface Request {
  readonly seed: number;
  readonly runs: number;
  /** What a case may take of a processor. */
  readonly limitMs?: number;
  readonly onProgress?: (report: Report) => void;
}

export interface Report {
  readonly runs: number;
  readonly projects: number;
  readonly findings: readonly Finding[];
  readonly slowestMs: number;
  readonly slowest: Case | undefined;
}

export interface Finding {
  /** Gives this case alone: `--seed` with `--runs 1`. */
  readonly seed: number;
  readonly what: string;
  readonly found: Case;
}

const LIMIT_MS = 50;
const PROJECT_SHARE = 0.1;
const MAX_FINDINGS = 20;

export function fuzz({ seed, runs, limitMs = LIMIT_MS, onProgress }: Request): Report {
  const projects = readProjects();
  process.env['PENSTOCK_FUZZ'] = CANARY;
  const report = {
    runs: 0,
    projects: 0,
    findings: [] as Finding[],
    slowestMs: 0,
    slowest: undefined as Case | undefined,
  };
  for (let index = 0; index < runs && report.findings.length < MAX_FINDINGS; index += 1) {
    const each = caseOf(seed + index, projects);
    report.runs += 1;
    if (each.kind === 'project') report.projects += 1;
    const { what, tookMs } = tried(each, limitMs);
    if (what !== undefined) report.findings.push({ seed: seed + index, what, found: each });
    if (tookMs > report.slowestMs) Object.assign(report, { slowestMs: tookMs, slowest: each });
    if (report.runs % 10_000 === 0) onProgress?.(report);
  }
  return report;
}

function caseOf(seed: number, projects: Projects): Case {
  const random = randomFrom(Math.imul(seed, 0x9e3779b1));
  return random.chance(PROJECT_SHARE)
    ? { kind: 'project', files: makeProject(random, projects) }
    : { kind: 'expression', text: makeExpression(random) };
}

/** Processor time, and what seems slow is tried again: another program may have been in the way. */
function tried(
  each: Case,
  limitMs: number,
): { readonly what: string | undefined; readonly tookMs: number } {
  let tookMs = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < 6 && tookMs > limitMs; attempt += 1) {
    const from = performance.now();
    const used = process.cpuUsage();
    const what = complaint(each);
    const { user, system } = process.cpuUsage(used);
    tookMs = Math.min(tookMs, performance.now() - from, (user + system) / 1_000);
    if (what !== undefined) return { what, tookMs };
  }
  const what = tookMs > limitMs ? `took ${tookMs.toFixed(0)} ms` : undefined;
  return { what, tookMs };
}

function complaint(each: Case): string | undefined {
  try {
    return judge(each);
  } catch (error) {
    return `threw ${error instanceof Error ? error.stack : String(error)}`;
  }
}
