// A token of the styles as a plain colour, for a canvas, which does not know light-dark().
export function colourOf(element: HTMLElement, token: string): string {
  const style = getComputedStyle(element);
  const value = style.getPropertyValue(token).trim();
  const pair = /^light-dark\((.+),\s*(.+)\)$/.exec(value);
  if (pair === null) return value;
  return (isDark(style.colorScheme) ? pair[2] : pair[1]) ?? value;
}

/** Of both schemes the system's is taken. */
function isDark(scheme: string): boolean {
  if (!scheme.includes('dark')) return false;
  return !scheme.includes('light') || matchMedia('(prefers-color-scheme: dark)').matches;
}
