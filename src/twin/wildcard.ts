// AWS's wildcards in rule conditions: `*` stands for any text, `?` for one character.

/** True when the whole text fits the pattern. Takes at most pattern times text steps. */
export function fitsWildcard(pattern: string, text: string): boolean {
  let inPattern = 0;
  let inText = 0;
  let star = -1;
  let starTookUntil = 0;
  while (inText < text.length) {
    const wanted = pattern[inPattern];
    if (wanted === '*') {
      star = inPattern;
      starTookUntil = inText;
      inPattern += 1;
    } else if (wanted === '?' || wanted === text[inText]) {
      inPattern += 1;
      inText += 1;
    } else if (star >= 0) {
      starTookUntil += 1;
      inPattern = star + 1;
      inText = starTookUntil;
    } else {
      return false;
    }
  }
  while (pattern[inPattern] === '*') inPattern += 1;
  return inPattern === pattern.length;
}
