// The pages of docs/ that are made from the code, by path.
import { errorsPage } from './errors-page.ts';
import { expressionsPage } from './expressions-page.ts';

export function generatedPages(): ReadonlyMap<string, string> {
  return new Map([
    ['docs/errors.md', errorsPage()],
    ['docs/expressions.md', expressionsPage()],
  ]);
}
