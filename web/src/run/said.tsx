// What became of a word, where its button is: refused in amber with what is true now, recorded in plain.
import type { ReactElement } from 'react';
import { Banner } from '../parts/banner.tsx';
import { PathLink } from '../parts/path-link.tsx';
import { paths } from '../paths.ts';
import { useRun } from './run-context.tsx';
import type { WordState } from './use-word.ts';

export function Said({ state }: { readonly state: WordState }): ReactElement | null {
  const { project } = useRun();
  if (state.is === 'refused') {
    return (
      <Banner tone="person" isAssertive>
        {state.says}
      </Banner>
    );
  }
  if (state.is !== 'recorded') return null;
  return (
    <Banner icon="done">
      {state.says}
      {state.run === null ? null : (
        <>
          {' '}
          <PathLink to={paths.run(project, state.run)}>Open run {state.run}</PathLink>
        </>
      )}
    </Banner>
  );
}
