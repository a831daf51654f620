// One YAML file as a tree of nodes with places; its syntax errors become diagnostics.
import {
  type Document,
  isScalar,
  LineCounter,
  parseAllDocuments,
  Scalar,
  visit,
  type YAMLError,
} from 'yaml';
import type { Diagnostic, Position } from './diagnostic.ts';
import type { SourceFile } from './pipeline.ts';
import { syntaxWords } from './syntax-words.ts';

export type Report = (diagnostic: Diagnostic) => void;

/**
 * `positionAt` takes an offset into the file's text. `bound` holds the scalars set by bindings, `given`
 * the nodes that stand here but were written in another file.
 */
export interface YamlSource {
  readonly file: string;
  readonly text: string;
  readonly documents: readonly Document[];
  readonly problems: readonly Diagnostic[];
  /** What its mappings and lists are cannot be told: what else is said of the file only follows from it. */
  readonly isBroken: boolean;
  readonly report: Report;
  readonly bound: Set<unknown>;
  readonly given: Map<unknown, YamlSource>;
  /** Which template a mapping was made from, such as `deploy@v2`. */
  readonly templates: Map<unknown, string>;
  positionAt(offset: number): Position;
}

const MAXIMUM_CHARACTERS = 2_000_000;
/** One open bracket makes hundreds of complaints: those after the first ones are its consequences. */
const MAXIMUM_SYNTAX_PROBLEMS = 5;

/** Never throws: text that is no YAML has no documents and at least one problem. */
export function parseYaml(file: SourceFile, report: Report): YamlSource {
  const lines = new LineCounter();
  const positionAt = (offset: number): Position => {
    const { line, col } = lines.linePos(offset);
    return { file: file.path, line: Math.max(1, line), column: Math.max(1, col) };
  };
  const parsed = documentsOf(file.text, lines);
  const documents = typeof parsed === 'string' ? [] : parsed;
  const problems =
    typeof parsed === 'string'
      ? [syntaxProblem(parsed, positionAt(0))]
      : [
          ...lostCharacters(file.text, positionAt),
          ...documents.flatMap((document) => problemsOf(document, positionAt)),
        ];
  const isBroken = documents.some(({ errors }) => errors.some(isOfStructure));
  return {
    file: file.path,
    text: file.text,
    documents,
    problems,
    isBroken,
    report,
    bound: new Set(),
    given: new Map(),
    templates: new Map(),
    positionAt,
  };
}

function documentsOf(text: string, lineCounter: LineCounter): readonly Document[] | string {
  if (text.length > MAXIMUM_CHARACTERS)
    return `the file is longer than ${MAXIMUM_CHARACTERS} characters`;
  if (text.includes('\0')) return 'it is no UTF-8; it may have been saved as UTF-16';
  if (text.includes('\r') && !text.includes('\n'))
    return 'its lines end in carriage returns alone; save it with line feeds';
  try {
    return parseAllDocuments(text, { lineCounter, prettyErrors: false, stringKeys: true });
  } catch (error) {
    // The parser is recursive: a hostile depth exhausts the stack.
    if (error instanceof RangeError) return 'the file is nested too deeply';
    throw error;
  }
}

function problemsOf(
  document: Document,
  positionAt: (offset: number) => Position,
): readonly Diagnostic[] {
  const problems = complaintsOf(document, positionAt).map((error) =>
    problemOf(error, positionAt(error.pos[0])),
  );
  const refuse = (node: { readonly range?: readonly number[] | null }, what: string): void => {
    const position = positionAt(node.range?.[0] ?? 0);
    if (problems.some((each) => each.position?.line === position.line)) return;
    problems.push(syntaxProblem(`${what} are not supported`, position));
  };
  visit(document, {
    Alias(_, alias) {
      refuse(alias, 'aliases (*name)');
    },
    Pair(_, { key }) {
      const isMerge = isScalar(key) && key.type === Scalar.PLAIN && key.value === '<<';
      if (isMerge) refuse(key, 'merged mappings (<<)');
    },
  });
  return problems;
}

/** What the parser says of one line after its first complaint follows from that. */
function complaintsOf(
  document: Document,
  positionAt: (offset: number) => Position,
): readonly YAMLError[] {
  const byLine = new Map<number, YAMLError>();
  for (const error of [...document.errors, ...document.warnings]) {
    const { line } = positionAt(error.pos[0]);
    if (!byLine.has(line)) byLine.set(line, error);
  }
  return [...byLine.values()].slice(0, MAXIMUM_SYNTAX_PROBLEMS);
}

/** Those that leave the mappings and lists around them as they are meant. */
const OF_ONE_VALUE: readonly string[] = ['DUPLICATE_KEY', 'TAG_RESOLVE_FAILED', 'BAD_ALIAS'];

function isOfStructure({ code }: YAMLError): boolean {
  return !OF_ONE_VALUE.includes(code);
}

/** Where bytes were no UTF-8 they have been replaced already. */
function lostCharacters(
  text: string,
  positionAt: (offset: number) => Position,
): readonly Diagnostic[] {
  const offset = text.indexOf('\ufffd');
  if (offset < 0) return [];
  return [
    {
      code: 'yaml-syntax',
      severity: 'warning',
      message: 'This character could not be read: the file is no UTF-8, or it was broken before.',
      hint: 'Save the file as UTF-8 and write the character anew.',
      position: positionAt(offset),
    },
  ];
}

function problemOf(error: YAMLError, position: Position): Diagnostic {
  if (error.code !== 'DUPLICATE_KEY') {
    const words = syntaxWords(error.code);
    // The parser is recursive, and words the exhaustion of its stack as any other mistake.
    const isTooDeep = error.message.includes('call stack');
    const reason = isTooDeep ? 'it is nested too deeply' : error.message;
    const told = syntaxProblem(reason, position);
    return words === undefined || isTooDeep ? told : { ...told, ...words };
  }
  return {
    code: 'yaml-duplicate-key',
    severity: 'error',
    message: 'This key stands twice in the same mapping, so one of its values would be lost.',
    hint: 'Remove or rename one of the two.',
    position,
  };
}

function syntaxProblem(reason: string, position: Position): Diagnostic {
  return {
    code: 'yaml-syntax',
    severity: 'error',
    message: `This is not YAML that can be read: ${reason}.`,
    hint: 'Correct the text here; if the file is no Harness YAML at all, move it below files/.',
    position,
  };
}
