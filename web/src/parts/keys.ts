// The keys of the page: whoever is on screen registers its own, one listener serves them all, and `?` lists them.
import { useEffect, useRef, useSyncExternalStore } from 'react';

export interface KeyBinding {
  /**
   * A key as the browser names it in lower case (`a`, `/`, `escape`, `enter`), with `shift+` or `mod+`
   * (⌘ or Ctrl) before it, or two keys one after the other: `g r`. A capital letter is `shift+r`.
   */
  readonly keys: string;
  readonly does: string;
  readonly run: () => void;
  /** Works inside fields, too, and when single keys are switched off: for `mod+` and `escape`. */
  readonly isAlways?: boolean;
}

export interface KeyGroup {
  readonly title: string;
  readonly bindings: readonly KeyBinding[];
}

const OFF = 'penstock.keys-off';
const SECOND_KEY_MS = 1_000;
const groups: { readonly current: KeyGroup }[] = [];
const listeners = new Set<() => void>();
let snapshot: readonly KeyGroup[] = [];
let first: { readonly key: string; readonly at: number } | undefined;

/** Registers keys while the component is on screen; later ones win over earlier ones. */
export function useKeys(title: string, bindings: readonly KeyBinding[]): void {
  const entry = useRef<KeyGroup>({ title, bindings });
  entry.current = { title, bindings };
  const shape = `${title}|${bindings.map(({ keys, does }) => `${keys}=${does}`).join('|')}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the overview is told when the keys are others
  useEffect(() => {
    groups.push(entry);
    changed();
    return () => {
      groups.splice(groups.indexOf(entry), 1);
      changed();
    };
  }, [shape]);
}

export function useKeyGroups(): readonly KeyGroup[] {
  return useSyncExternalStore(subscribe, () => snapshot);
}

export function useSingleKeysAreOff(): boolean {
  return useSyncExternalStore(subscribe, singleKeysAreOff);
}

function singleKeysAreOff(): boolean {
  return localStorage.getItem(OFF) === 'yes';
}

export function switchSingleKeys(isOff: boolean): void {
  if (isOff) localStorage.setItem(OFF, 'yes');
  else localStorage.removeItem(OFF);
  changed();
}

/** Called once by the frame; returns how to stop. */
export function listenToKeys(): () => void {
  document.addEventListener('keydown', onKey);
  return () => document.removeEventListener('keydown', onKey);
}

function onKey(event: KeyboardEvent): void {
  if (event.defaultPrevented || event.isComposing || event.altKey) return;
  const key = nameOf(event);
  const now = event.timeStamp;
  const both =
    first !== undefined && now - first.at < SECOND_KEY_MS ? `${first.key} ${key}` : undefined;
  first = { key, at: now };
  const all = groups.flatMap(({ current }) => current.bindings);
  const binding =
    (both === undefined ? undefined : all.findLast(({ keys }) => keys === both)) ??
    all.findLast(({ keys }) => keys === key);
  if (binding === undefined || !mayFire(event, binding)) return;
  event.preventDefault();
  first = undefined;
  binding.run();
}

function mayFire(event: KeyboardEvent, { isAlways = false, keys }: KeyBinding): boolean {
  if (isAlways) return true;
  if (document.querySelector('dialog:modal') !== null) return false;
  const target = event.target instanceof HTMLElement ? event.target : undefined;
  if (target?.matches('input, select, textarea, [contenteditable]')) return false;
  // Enter and Space on a control are that control's own.
  if ((keys === 'enter' || keys === ' ') && target?.matches('a, button, summary')) return false;
  return !singleKeysAreOff();
}

function nameOf(event: KeyboardEvent): string {
  const key = event.key.toLowerCase();
  const isLetter = /^\p{L}$/u.test(key);
  const shift = event.shiftKey && (isLetter || key.length > 1) ? 'shift+' : '';
  return `${event.metaKey || event.ctrlKey ? 'mod+' : ''}${shift}${key}`;
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

function changed(): void {
  snapshot = groups.map(({ current }) => current);
  for (const listener of listeners) listener();
}

/** As it is drawn: `⇧R`, `⌘K` or `Ctrl K`, `G R`. */
export function drawnKeys(keys: string): string {
  const isMac = navigator.userAgent.includes('Mac');
  return keys
    .split(' ')
    .map((key) => {
      const name = key.replace(/^(mod\+)?(shift\+)?/, '');
      const drawn = NAMES[name] ?? (name.length === 1 ? name.toUpperCase() : name);
      const mod = key.startsWith('mod+') ? (isMac ? '⌘' : 'Ctrl ') : '';
      return `${mod}${key.includes('shift+') ? '⇧' : ''}${drawn}`;
    })
    .join(' ');
}

const NAMES: Readonly<Record<string, string>> = {
  enter: '↵',
  escape: 'Esc',
  arrowup: '↑',
  arrowdown: '↓',
};
