// What YAML's parser complains of, in the words of a pipeline's author.

interface Words {
  readonly message: string;
  readonly hint: string;
}

const INDENTATION =
  'Indent the fields of one mapping alike, with spaces, deeper than their parent.';

/** By the codes of the `yaml` library; others are told as the library words them. */
const WORDS: ReadonlyMap<string, Words> = new Map([
  [
    'BLOCK_AS_IMPLICIT_KEY',
    {
      message:
        'This field has a value already, yet the lines below it are indented as if they were its value.',
      hint: 'Indent the lines below like this one, or move this line deeper: it may belong to the field above it.',
    },
  ],
  ['BAD_INDENT', { message: 'This line is indented like no line around it.', hint: INDENTATION }],
  [
    'TAB_AS_INDENT',
    {
      message: 'This line is indented with a tab, which YAML does not allow.',
      hint: 'Use spaces.',
    },
  ],
  [
    'MULTILINE_IMPLICIT_KEY',
    {
      message: 'Here a field is expected, but no colon follows on the same line.',
      hint: 'Write "field: value"; a text of several lines follows "field: |" and is indented.',
    },
  ],
  [
    'MISSING_CHAR',
    {
      message:
        'A quote, bracket or brace that is opened here is never closed, or a colon is missing.',
      hint: 'Close it; a text that begins with a bracket, brace, quote or * needs quotes around all of it.',
    },
  ],
  [
    'BAD_ALIAS',
    {
      message: 'A * begins a reference in YAML, and none of this name was defined.',
      hint: 'If a plain text is meant, put it in quotes.',
    },
  ],
  [
    'BAD_SCALAR_START',
    { message: 'No plain text may begin with this character.', hint: 'Put the text in quotes.' },
  ],
]);

export function syntaxWords(code: string): Words | undefined {
  return WORDS.get(code);
}
