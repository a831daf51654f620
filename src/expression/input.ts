// Texts that people fill in: `<+input>` with its suffixes, in any order.
import type { Json } from '../lib/json.ts';
import { nearest } from '../lib/nearest.ts';
import { splitList, unquoted } from './input-list.ts';
import { compileRegex } from './regex.ts';
import { textOf } from './text-of.ts';

/** What an author says about an input; its texts may hold expressions that are not filled in yet. */
export interface ParsedInput {
  /** What holds when nobody gives a value. */
  readonly default?: string;
  readonly allowed?: AllowedValues;
  /** The whole value must match. */
  readonly regex?: string;
  /** `.executionInput()`: the run stops and asks, instead of asking before it starts. */
  readonly isAskedDuringRun: boolean;
  /** What is wrong with the text itself; `at` is an offset into it. */
  readonly problems: readonly InputProblem[];
}

export interface AllowedValues {
  /** Empty while `expression` has not been evaluated. */
  readonly values: readonly string[];
  /** Several of them may be chosen: a list, or a text with commas. */
  readonly many: boolean;
  /** What yields the list: from `jexl(…)` without its brackets, or an expression in place of it. */
  readonly expression?: string;
}

export interface InputProblem {
  readonly message: string;
  readonly at: number;
}

/** Undefined when the text as a whole is not an input. */
export function parseInput(text: string): ParsedInput | undefined {
  const start = text.search(/\S|$/);
  if (!text.startsWith(MARK, start)) return undefined;
  if (text.length > MAX_LENGTH) {
    const message = `an input may have ${MAX_LENGTH} characters at most`;
    return { isAskedDuringRun: false, problems: [{ message, at: start }] };
  }
  const read = readSuffixes(text, start + MARK.length);
  if (read === undefined) return undefined;
  const { suffixes, problems } = read;
  const said = new Map(suffixes.map((suffix) => [suffix.name, suffix]));
  const allowed = ALLOWING.flatMap((name) => said.get(name) ?? []).map(allowedBy)[0];
  const fallback = said.get('default');
  const regex = said.get('regex');
  const input: ParsedInput = {
    isAskedDuringRun: said.has('executionInput'),
    ...(fallback && { default: unquoted(fallback.argument) }),
    ...(allowed && { allowed }),
    ...(regex && { regex: regex.argument }),
    problems,
  };
  return { ...input, problems: [...problems, ...contradictions(input, said)] };
}

/** Why the input may not have this value, as the end of a sentence; undefined when it may. */
export function checkInput(given: Json, { allowed, regex }: ParsedInput): string | undefined {
  const value = textOf(given);
  if (allowed !== undefined && allowed.expression === undefined) {
    const { values } = allowed;
    const chosen = allowed.many ? choicesOf(given) : [value];
    const stray = chosen.find((each) => !values.includes(each));
    if (stray !== undefined) {
      return `"${stray}" is none of the allowed values ${values.join(', ')}`;
    }
  }
  if (regex === undefined || regex.includes('<+')) return undefined;
  const compiled = compileRegex(regex);
  const matched = compiled.status === 'regex' ? compiled.matches(value) : compiled;
  if (matched.status === 'invalid') return `it cannot be checked: ${matched.message}`;
  return matched.value ? undefined : `"${value}" does not match ${regex}`;
}

/** What holds when nobody fills it in; nothing for an input that the run asks for. */
export function inputDefault(text: string): string | undefined {
  const input = parseInput(text);
  return input?.isAskedDuringRun === false ? input.default : undefined;
}

export function isInput(text: string): boolean {
  return parseInput(text) !== undefined;
}

/** As `checkInput`, for a text that may be an input or not. */
export function inputObjection(text: string, value: string): string | undefined {
  const input = parseInput(text);
  return input && checkInput(value, input);
}

const MARK = '<+input>';
const MAX_LENGTH = 32_768;
const ALLOWING = ['allowedValues', 'selectOneFrom', 'selectManyFrom'];
const SUFFIXES = [...ALLOWING, 'default', 'regex', 'executionInput'];
const MAX_SUFFIXES = 20;

interface Suffix {
  readonly name: string;
  readonly argument: string;
  readonly at: number;
}

/** Undefined when something other than suffixes follows: then the text is no input. */
function readSuffixes(
  text: string,
  from: number,
):
  | { readonly suffixes: readonly Suffix[]; readonly problems: readonly InputProblem[] }
  | undefined {
  const suffixes: Suffix[] = [];
  const problems: InputProblem[] = [];
  let at = from;
  while (text.slice(at).trim() !== '') {
    HEAD.lastIndex = at;
    const name = HEAD.exec(text)?.[1];
    if (name === undefined) return undefined;
    const open = HEAD.lastIndex;
    const close = closingBracket(text, open, name);
    if (close === undefined) {
      problems.push({ message: `the brackets of ".${name}(" are not closed`, at });
      break;
    }
    if (!SUFFIXES.includes(name)) {
      const meant = nearest(name, SUFFIXES);
      const hint =
        meant === undefined ? `known are ${SUFFIXES.join(', ')}` : `did you mean "${meant}"?`;
      problems.push({ message: `an input has no ".${name}(…)"; ${hint}`, at });
    } else if (suffixes.some((each) => each.name === name)) {
      problems.push({ message: `".${name}(…)" is said twice`, at });
    }
    if (suffixes.length === MAX_SUFFIXES) {
      problems.push({ message: `an input has ${MAX_SUFFIXES} suffixes at most`, at });
      break;
    }
    suffixes.push({ name, argument: text.slice(open, close).trim(), at });
    at = close + 1;
  }
  return { suffixes, problems };
}

const HEAD = /\s*\.\s*([A-Za-z]+)\(/y;

/**
 * A suffix ends at a bracket that the text or another suffix follows; of those, where the brackets
 * inside are even, else at the first: a pattern or a text may hold a bracket alone.
 */
function closingBracket(text: string, open: number, name: string): number | undefined {
  let depth = 0;
  let first: number | undefined;
  for (let at = open; at < text.length; at += 1) {
    const character = text.charAt(at);
    if (name === 'regex' && character === '\\') at += 1;
    else if (character === '(') depth += 1;
    else if (character === ')') {
      ENDING.lastIndex = at + 1;
      if (ENDING.test(text)) {
        first ??= at;
        if (depth <= 0) return at;
      }
      depth -= 1;
    }
  }
  return first;
}

const ENDING = /\s*(?:$|\.\s*[A-Za-z]+\()/y;

function allowedBy({ name, argument }: Suffix): AllowedValues {
  const many = name === 'selectManyFrom';
  const computed = /^jexl\((.*)\)$/s.exec(argument)?.[1];
  if (computed !== undefined) return { values: [], many, expression: computed.trim() };
  const values = splitList(argument);
  const [only = ''] = values;
  return values.length === 1 && /^<\+.*>$/s.test(only)
    ? { values: [], many, expression: only }
    : { values, many };
}

function choicesOf(given: Json): readonly string[] {
  return Array.isArray(given) ? given.map(textOf) : splitList(textOf(given));
}

function contradictions(
  input: ParsedInput,
  said: ReadonlyMap<string, Suffix>,
): readonly InputProblem[] {
  const problems: InputProblem[] = [];
  const lists = ALLOWING.flatMap((name) => said.get(name) ?? []);
  const [, second] = lists;
  if (second !== undefined) {
    const message = `one list of allowed values is enough: ".${second.name}(…)" is the second`;
    problems.push({ message, at: second.at });
  }
  for (const list of lists) {
    if (list.argument !== '') continue;
    problems.push({ message: `".${list.name}()" allows nothing`, at: list.at });
  }
  const asked = said.get('executionInput');
  if (asked !== undefined && asked.argument !== '') {
    problems.push({ message: '".executionInput()" takes nothing', at: asked.at });
  }
  const regex = said.get('regex');
  const compiled =
    regex === undefined || regex.argument.includes('<+') ? undefined : compileRegex(regex.argument);
  if (regex !== undefined && compiled?.status === 'invalid') {
    problems.push({ message: compiled.message, at: regex.at });
    return problems;
  }
  const fallback = said.get('default');
  if (fallback === undefined || input.default === undefined || hasExpression(input))
    return problems;
  const objection = checkInput(input.default, input);
  if (objection !== undefined) {
    problems.push({ message: `the default does not fit: ${objection}`, at: fallback.at });
  }
  return problems;
}

function hasExpression({ default: fallback = '', allowed }: ParsedInput): boolean {
  return [fallback, ...(allowed?.values ?? [])].some((each) => each.includes('<+'));
}
