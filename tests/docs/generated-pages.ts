// The pages of docs/ that are made from the code, by path.
import { compatibilityPage } from './compatibility-page.ts';
import { errorsPage } from './errors-page.ts';
import { expressionsPage } from './expressions-page.ts';

export function generatedPages(): ReadonlyMap<string, string> {
  return new Map([
    ['docs/compatibility.md', compatibilityPage()],
    ['docs/errors.md', errorsPage()],
    ['docs/expressions.md', expressionsPage()],
  ]);
}
