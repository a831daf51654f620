// What a caller is told when a cloud or the twin of a run does not answer, or refuses to.
import { CloudError } from '../../cloud/cloud-error.ts';
import { ProblemError } from '../problem-error.ts';

const MAY_TRY_AGAIN = ['throttled', 'unavailable', 'unknown-outcome'];

export async function toldAsProblem<Answer>(
  what: string,
  reading: Promise<Answer>,
): Promise<Answer> {
  try {
    return await reading;
  } catch (error) {
    throw cloudProblem(error, what);
  }
}

/** Anything but a cloud's error is handed back as it is. */
function cloudProblem(error: unknown, what: string): unknown {
  if (!(error instanceof CloudError)) return error;
  const said = error.message.replace(/\.$/, '');
  if (MAY_TRY_AGAIN.includes(error.kind)) {
    return new ProblemError(
      'unreachable',
      `${what} cannot be read now: ${said}. Nothing was changed; look again in a moment.`,
    );
  }
  return new ProblemError(
    'refused',
    `${what} cannot be read: ${said}. Nothing was changed; look at the connector and what its keys may do.`,
  );
}
