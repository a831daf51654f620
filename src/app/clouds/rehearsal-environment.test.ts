// A rehearsal's environment leads to no real cloud.
import { expect, test } from 'vitest';
import { rehearsalEnvironment } from './rehearsal-environment.ts';

test("the clouds' variables go, the metadata service is off, the rest stays, the original too", () => {
  const given = {
    PATH: '/bin',
    AWS_ACCESS_KEY_ID: 'x',
    AWS_EC2_METADATA_DISABLED: 'false',
    SPOTINST_TOKEN: 'y',
    MY_AWS_NOTE: 'kept',
  };
  expect(rehearsalEnvironment(given)).toEqual({
    PATH: '/bin',
    MY_AWS_NOTE: 'kept',
    AWS_EC2_METADATA_DISABLED: 'true',
  });
  expect(given).toHaveProperty('SPOTINST_TOKEN');
});
