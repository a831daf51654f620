// A scenario file of the twin, checked as a whole: every mistake at once, each with its place.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { z } from 'zod';
import { parseDuration } from '../../lib/duration.ts';
import { isJsonObject, type Json, type JsonObject } from '../../lib/json.ts';
import type { Diagnostic, DiagnosticCode } from '../../pipeline/diagnostic.ts';
import { parseYaml } from '../../pipeline/yaml-source.ts';
import { parseFault } from '../../twin/http/parse-fault.ts';
import { Refusal } from '../refusal.ts';
import { offsetOf } from './offset-of.ts';
import type { Happening, Scenario } from './scenario.ts';

/** Throws `Refusal` with all diagnostics. */
export function readScenario(path: string): Scenario {
  const file = resolve(path);
  if (!existsSync(file)) {
    throw new Refusal('usage', `There is no scenario ${file}. No twin was started.`);
  }
  const source = parseYaml({ path, text: readFileSync(file, 'utf8') }, () => undefined);
  const [document] = source.documents;
  const json = document?.toJS() as Json | undefined;
  const found =
    source.problems.length > 0 ? { problems: [] } : checkScenario(json ?? {}, dirname(file));
  const diagnostics: readonly Diagnostic[] = [
    ...source.problems,
    ...found.problems.map(
      ({ path: place, ...problem }): Diagnostic => ({
        severity: 'error',
        ...problem,
        position: source.positionAt(offsetOf(document?.contents, place)),
      }),
    ),
  ].sort((one, other) => lineOf(one) - lineOf(other));
  if (found.scenario !== undefined && diagnostics.length === 0) return found.scenario;
  const count = diagnostics.length === 1 ? '1 problem' : `${diagnostics.length} problems`;
  const message = `The scenario cannot be played: ${count}. No twin was started.`;
  throw new Refusal('invalid', message, { diagnostics });
}

function lineOf({ position }: Diagnostic): number {
  return position?.line ?? 0;
}

interface Problem {
  readonly path: readonly PropertyKey[];
  readonly code: DiagnosticCode;
  readonly message: string;
  readonly hint: string;
}

interface Checked {
  readonly problems: readonly Problem[];
  readonly scenario?: Scenario;
}

function checkScenario(json: Json, folder: string): Checked {
  const faults = faultProblems(json);
  const parsed = scenarioSchema.safeParse(json);
  if (!parsed.success) {
    return { problems: [...parsed.error.issues.flatMap(problemsOf), ...faults] };
  }
  const worldFile = resolve(folder, parsed.data.world);
  const missing: readonly Problem[] = existsSync(worldFile)
    ? []
    : [
        {
          path: ['world'],
          code: 'missing-file',
          message: `There is no world file ${parsed.data.world}.`,
          hint: 'Give its path from the folder of the scenario.',
        },
      ];
  const problems = [...missing, ...faults];
  if (problems.length > 0) return { problems };
  return { problems, scenario: { worldFile, happenings: parsed.data.happenings.map(happeningOf) } };
}

/** Every fault of the list, whatever else is wrong. */
function faultProblems(json: Json): readonly Problem[] {
  const happenings = isJsonObject(json) ? json['happenings'] : undefined;
  if (!Array.isArray(happenings)) return [];
  return happenings.flatMap((happening, index) => {
    const fault = isJsonObject(happening) ? happening['fault'] : undefined;
    const parsed = fault === undefined ? { ok: true as const } : parseFault(fault);
    if (parsed.ok) return [];
    const hint = `${parsed.advice} Such as ${JSON.stringify(parsed.example)}.`.trim();
    return parsed.problems.map(
      ({ path, message }): Problem => ({
        path: ['happenings', index, 'fault', ...path],
        code: 'wrong-value',
        message: `${path.map(String).join('.') || 'The fault'}: ${message}.`,
        hint,
      }),
    );
  });
}

const duration = z.string().transform((text, context) => {
  const ms = parseDuration(text);
  if (ms !== undefined) return ms;
  context.addIssue({
    code: 'custom',
    message: `"${text}" is no duration`,
    params: { duration: text },
  });
  return z.NEVER;
});

const happeningSchema = z
  .strictObject({
    at: duration.optional(),
    when: z
      .strictObject({
        rule: z.string().min(1),
        targetGroup: z.string().min(1),
        weight: z.number().int().min(0).max(999),
      })
      .optional(),
    after: duration.optional(),
    say: z.string().optional(),
    fault: z.custom<JsonObject>((value) => value !== undefined).optional(),
    clear: z.literal(true).optional(),
  })
  .refine(({ at, when }) => (at === undefined) !== (when === undefined), 'needs either at or when')
  .refine(({ at, after }) => at === undefined || after === undefined, 'has after, but no when')
  .refine(
    ({ fault, clear }) => (fault === undefined) !== (clear === undefined),
    'needs either fault or clear: true',
  );

const scenarioSchema = z.strictObject({
  world: z.string().min(1),
  happenings: z.array(happeningSchema).min(1),
});

function happeningOf(given: z.infer<typeof happeningSchema>): Happening {
  const { at = 0, when, after = 0, say = '', fault } = given;
  return {
    moment:
      when === undefined ? { kind: 'at', atMs: at } : { kind: 'when', ...when, afterMs: after },
    say,
    what: fault === undefined ? { kind: 'clear' } : { kind: 'fault', fault },
  };
}

function problemsOf(issue: z.core.$ZodIssue): readonly Problem[] {
  const { path } = issue;
  const last = String(path.at(-1) ?? 'the scenario');
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...path, key],
      code: 'unknown-field',
      message: `${key} is not known here.`,
      hint: 'A scenario has world and happenings; a happening at or when (and after), fault or clear, and say.',
    }));
  }
  if (issue.code === 'invalid_type') {
    const isMissing = issue.message.includes('undefined');
    const code = isMissing ? 'missing-field' : 'wrong-type';
    const message = isMissing ? `${last} is missing.` : `${last}: ${issue.message}.`;
    return [{ path, code, message, hint: `It must be ${issue.expected}.` }];
  }
  if (issue.code === 'custom' && issue.params?.['duration'] !== undefined) {
    const message = `${last}: ${issue.message}.`;
    return [{ path, code: 'bad-timeout', message, hint: 'Write it like 30s, 2m or 1h 5m.' }];
  }
  const what = typeof path.at(-1) === 'number' ? `Happening ${Number(path.at(-1)) + 1}` : last;
  const hint = 'Such as: { at: 2m, fault: { kind: interruption, group: shop } }.';
  return [{ path, code: 'wrong-value', message: `${what}: ${issue.message}.`, hint }];
}
