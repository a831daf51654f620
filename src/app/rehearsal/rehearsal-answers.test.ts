// What a rehearsal gives when nobody is there to be asked.
import { expect, test } from 'vitest';
import { rehearsalAnswers } from './rehearsal-answers.ts';

test('it gives the default, else the first value that is allowed, and leaves out what need not be', () => {
  const allowed = { values: ['eu', 'us'], many: false };
  expect(
    rehearsalAnswers(
      [
        { name: 'size', isRequired: true, default: 'small' },
        { name: 'region', isRequired: true, allowed },
        { name: 'note', isRequired: false },
      ],
      'Say',
    ),
  ).toEqual({ size: 'small', region: 'eu' });
});

test('what only people know ends the rehearsal with what to do', () => {
  const ask = () => rehearsalAnswers([{ name: 'ticket', isRequired: true }], 'Say');
  expect(ask).toThrow(
    /^The step Say asks for ticket, which a rehearsal without people cannot know\./,
  );
});
