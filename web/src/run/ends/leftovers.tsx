// What a Dirty run has left over, in order: what, why, and the commands that clear it.
import type { ReactElement } from 'react';
import type { RunPage } from '../../../../src/api/schemas/run-page.ts';
import { Command, Copy } from '../../parts/copy.tsx';
import { Panel } from '../../parts/panel.tsx';
import { shortArns } from '../short-arns.ts';

export function Leftovers({ page }: { readonly page: RunPage }): ReactElement | null {
  if (page.leftovers.length === 0) return null;
  return (
    <Panel
      title="Left over: do these in order"
      tone={page.resolved === null ? 'repair' : 'plain'}
      aside={<Copy text={asText(page)} what="all as text" />}
      id="leftovers"
      isFlush
    >
      <ol className="leftovers">
        {page.leftovers.map(({ what, why, commands }) => (
          <li key={what} className="leftover">
            <h3 title={what}>{shortArns(what)}</h3>
            <p className="second">{shortArns(why)}</p>
            {commands.map((command) => (
              <Command key={command} text={command} />
            ))}
          </li>
        ))}
      </ol>
    </Panel>
  );
}

/** For a hand-over: the sentence, then every thing with its commands. */
function asText(page: RunPage): string {
  const things = page.leftovers.map(({ what, why, commands }, index) =>
    [`${index + 1}. ${what}`, `   ${why}`, ...commands.map((command) => `   ${command}`)].join(
      '\n',
    ),
  );
  return [`Run ${page.run} of ${page.pipeline}: ${page.sentence}`, ...things].join('\n\n');
}
