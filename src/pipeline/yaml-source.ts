// One YAML file as a tree of nodes with places; its syntax errors become diagnostics.
import { type Document, LineCounter, parseAllDocuments, visit, type YAMLError } from 'yaml';
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
  readonly documents: readonly Document[];
  readonly problems: readonly Diagnostic[];
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
      : documents.flatMap((document) => problemsOf(document, positionAt));
  return {
    file: file.path,
    documents,
    problems,
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
  const problems = complaintsOf(document).map((error) =>
    problemOf(error, positionAt(error.pos[0])),
  );
  visit(document, {
    Alias(_, alias) {
      const position = positionAt(alias.range?.[0] ?? 0);
      problems.push(syntaxProblem('aliases (*name) are not supported', position));
    },
  });
  return problems;
}

/** What the parser says of one place after its first complaint follows from that. */
function complaintsOf(document: Document): readonly YAMLError[] {
  const all = [...document.errors, ...document.warnings];
  const first = all.filter(
    (error, index) => all.findIndex((other) => other.pos[0] === error.pos[0]) === index,
  );
  return first.slice(0, MAXIMUM_SYNTAX_PROBLEMS);
}

function problemOf(error: YAMLError, position: Position): Diagnostic {
  if (error.code !== 'DUPLICATE_KEY') {
    const words = syntaxWords(error.code);
    const told = syntaxProblem(error.message, position);
    return words === undefined ? told : { ...told, ...words };
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
