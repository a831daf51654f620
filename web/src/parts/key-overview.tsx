// All keys of the page that is open, and the switch that turns single keys off.
import type { ReactElement } from 'react';
import { Dialog } from './dialog.tsx';
import { KeyHint } from './key-hint.tsx';
import {
  drawnKeys,
  type KeyGroup,
  switchSingleKeys,
  useKeyGroups,
  useSingleKeysAreOff,
} from './keys.ts';

export function KeyOverview({ onClose }: { readonly onClose: () => void }): ReactElement {
  const groups = useKeyGroups();
  const isOff = useSingleKeysAreOff();
  return (
    <Dialog title="All keys" onClose={onClose} isWide>
      <div className="key-groups">
        {byTitle(groups).map(({ title, bindings }) => (
          <section key={title}>
            <h3>{title}</h3>
            <dl className="facts">
              {bindings.map(({ keys, does }) => (
                <div key={keys} className="key-line">
                  <dt>
                    <span aria-hidden="true">
                      {drawnKeys(keys)
                        .split(' ')
                        .map((each) => (
                          <KeyHint key={each} keys={each} />
                        ))}
                    </span>
                    <span className="only-read">{keys.replaceAll('+', ' and ')}</span>
                  </dt>
                  <dd>{does}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <label className="check">
        <input
          type="checkbox"
          checked={!isOff}
          onChange={({ target }) => switchSingleKeys(!target.checked)}
        />
        Single keys act on this machine
      </label>
    </Dialog>
  );
}

/** Of keys that several registered only the one that acts is listed. */
function byTitle(groups: readonly KeyGroup[]): readonly KeyGroup[] {
  const titles = [...new Set(groups.map(({ title }) => title))];
  return titles.map((title) => {
    const bindings = groups
      .filter((group) => group.title === title)
      .flatMap((group) => group.bindings);
    const last = new Map(bindings.map((binding) => [binding.keys, binding]));
    return { title, bindings: [...last.values()] };
  });
}
