// Errors as Spot gives them: the code decides, the HTTP status is 400 for nearly all.
import { TwinError } from '../twin-error.ts';

export function spotError(code: string, message: string): TwinError {
  return new TwinError('spot', 400, code, message);
}
