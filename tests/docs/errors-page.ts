// docs/errors.md, made from the explained codes.
import { EXPLAINED_CODES } from '../../src/pipeline/explained-codes.ts';
import { LINT_RULES } from '../../src/pipeline/lint/lint-pipeline.ts';
import { table } from './table.ts';

const HEAD = `# What can be wrong with the files, and what to do

Every diagnostic has a place (\`file:line:column\`), a severity, a permanent code, a sentence, the author's line with the place marked, and a hint. All are reported at once, before anything starts.

An **error** keeps a run from starting (exit code 3). A **warning** says that something will not be as it looks. A **note** stands only in \`penstock validate FILE\`, which judges the file alone: it names what \`plan\` and \`run\` will need and what is not there yet.
`;

const RULES = `## Lint rules
What is allowed and hardly ever meant. Each rule has a switch in penstock.yaml: \`lint: { CODE: off }\`, or \`warning\`, or \`error\`, which then keeps a run from starting. \`penstock validate --strict\` takes every warning for an error.
`;

export function errorsPage(): string {
  const rows = Object.entries(EXPLAINED_CODES).map(([code, { means, advice }]) => [
    `\`${code}\``,
    means,
    advice,
  ]);
  const rules = LINT_RULES.map(({ code, level, means, advice }) => [
    `\`${code}\``,
    level,
    means,
    advice,
  ]);
  const linted = table(['code', 'is a', 'means', 'do'], rules);
  return `${HEAD}\n${table(['code', 'means', 'do'], rows)}\n\n${RULES}\n${linted}\n`;
}
