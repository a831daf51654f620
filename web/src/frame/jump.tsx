// Jump: a run, a page or a project by a few letters of it.
import { type KeyboardEvent, type ReactElement, useId, useState } from 'react';
import { useRuns } from '../live/runs-stream.ts';
import { Dialog } from '../parts/dialog.tsx';
import { useGo } from '../parts/path-link.tsx';
import { paths } from '../paths.ts';
import { useProjects } from './project.ts';

interface Target {
  readonly to: string;
  readonly text: string;
  readonly says: string;
}

const SHOWN_MAX = 12;

export function Jump(props: {
  readonly project: string | undefined;
  readonly onClose: () => void;
}): ReactElement {
  const { project, onClose } = props;
  const [search, setSearch] = useState('');
  const [chosen, setChosen] = useState(0);
  const listId = useId();
  const go = useGo();
  const found = matching(useTargets(project), search);
  const open = (target: Target | undefined) => {
    if (target === undefined) return;
    onClose();
    go(target.to);
  };
  const onKey = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (event.key === 'Enter') open(found[chosen]);
    else if (step === undefined) return;
    else setChosen((chosen + step + found.length) % Math.max(1, found.length));
    event.preventDefault();
  };
  return (
    <Dialog title="Jump to" onClose={onClose}>
      <input
        className="input"
        role="combobox"
        aria-label="Run, page or project"
        aria-expanded="true"
        aria-controls={listId}
        aria-activedescendant={found.length === 0 ? undefined : `${listId}-${chosen}`}
        placeholder="Pipeline, run, page…"
        autoFocus
        value={search}
        onKeyDown={onKey}
        onChange={({ target }) => {
          setSearch(target.value);
          setChosen(0);
        }}
      />
      <div id={listId} className="jump-list" role="listbox" aria-label="Found">
        {found.map((target, index) => (
          <Found
            key={target.to}
            id={`${listId}-${index}`}
            target={target}
            isChosen={index === chosen}
            open={() => open(target)}
          />
        ))}
      </div>
      {found.length === 0 ? <p className="second">Nothing of that name is known here.</p> : null}
    </Dialog>
  );
}

function Found(props: {
  readonly id: string;
  readonly target: Target;
  readonly isChosen: boolean;
  readonly open: () => void;
}): ReactElement {
  const { id, target, isChosen, open } = props;
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the field, which names the chosen one
    // biome-ignore lint/a11y/useKeyWithClickEvents: the field takes the keys
    <div id={id} className="jump-line" role="option" aria-selected={isChosen} onClick={open}>
      <span>{target.text}</span>
      <span className="label third">{target.says}</span>
    </div>
  );
}

function useTargets(project: string | undefined): readonly Target[] {
  const runs = useRuns(project);
  const projects = useProjects();
  const there = project === undefined ? [] : pagesOf(project);
  return [
    ...there,
    ...(runs.data?.pages ?? []).flatMap(({ items }) =>
      items.map(({ run, pipeline, sentence }) => ({
        to: paths.run(project ?? '', run),
        text: `${pipeline} ${run}`,
        says: sentence,
      })),
    ),
    ...(projects.data ?? []).map((each) => ({
      to: paths.runs(each.project),
      text: each.name,
      says: 'project',
    })),
    { to: paths.own, text: 'Your tokens and password', says: 'page' },
  ];
}

function pagesOf(project: string): readonly Target[] {
  const pages = [
    ['Runs', paths.runs(project)],
    ['New run', paths.newRun(project)],
    ['Wall', paths.wall(project)],
    ['Plans', paths.plans(project)],
    ['Resources', paths.resources(project)],
    ['Pipelines', paths.pipelines(project)],
    ['People', paths.people(project)],
    ['Webhooks', paths.webhooks(project)],
    ['Audit', paths.audit(project)],
  ] as const;
  return pages.map(([text, to]) => ({ to, text, says: 'page' }));
}

function matching(targets: readonly Target[], search: string): readonly Target[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const isFound = ({ text, says }: Target) =>
    words.every((word) => `${text} ${says}`.toLowerCase().includes(word));
  return targets.filter(isFound).slice(0, SHOWN_MAX);
}
