// Why signing in at an identity provider came to nothing, when the server has sent the browser back for it.
import type { ReactElement } from 'react';
import { SIGN_IN_REFUSALS } from '../../../../src/api/sign-in-refusals.ts';
import { Banner } from '../../parts/banner.tsx';

/** Of the address, set by the server; any other text there is not shown. */
export const REFUSED = 'refused';

export function RefusedNote(): ReactElement | null {
  const code = new URLSearchParams(window.location.search).get(REFUSED) ?? '';
  const words: Readonly<Record<string, string>> = SIGN_IN_REFUSALS;
  if (!Object.hasOwn(words, code)) return null;
  return (
    <Banner tone="repair" isAssertive>
      {words[code]}
    </Banner>
  );
}
