// A twin that cannot come up is the author's to correct, and only what nobody foresaw is a defect.
import { expect, test } from 'vitest';
import { TwinError } from '../../twin/twin-error.ts';
import { Refusal } from '../refusal.ts';
import { localAmis } from './local-amis.ts';
import { refusalOfTwin } from './twin-refusal.ts';

const programless = {
  id: 'ami-1',
  version: '1',
  host: {},
  simulated: { bootMs: 0, healthStatus: 200, responseMs: 0, share5xx: 0 },
};

function thrownBy(act: () => unknown): unknown {
  try {
    return act();
  } catch (error) {
    return error;
  }
}

test('an AMI without a program and a group that Spot refuses are mistakes in the world file', () => {
  const withoutProgram = thrownBy(() => localAmis([programless], '/world'));
  const refusedGroup = new TwinError('spot', 400, 'CANT_VALIDATE_AMI', 'ami-1 does not exist');
  for (const cause of [withoutProgram, refusedGroup]) {
    expect(refusalOfTwin(cause, 'world.yaml', undefined)).toMatchObject({
      kind: 'invalid',
      message: expect.stringMatching(/^world\.yaml: .*ami-1.*No twin was started\.$/s),
    });
  }
});

test('a port that is taken is named, and an unknown error stays as it is', () => {
  const taken = Object.assign(new Error('listen'), { code: 'EADDRINUSE' });
  expect(refusalOfTwin(taken, 'world.yaml', 4000)).toBeInstanceOf(Refusal);
  expect(refusalOfTwin(taken, 'world.yaml', 4000)).toMatchObject({ kind: 'usage' });
  const unknown = new Error('else');
  expect(refusalOfTwin(unknown, 'world.yaml', 4000)).toBe(unknown);
});
