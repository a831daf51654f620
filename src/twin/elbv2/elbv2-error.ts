// Errors as ELBv2 gives them: nearly all have HTTP status 400, the code tells them apart.
import { TwinError } from '../twin-error.ts';

export function elbv2Error(code: string, message: string): TwinError {
  return new TwinError('elbv2', 400, code, message);
}

export function validationError(message: string): TwinError {
  return elbv2Error('ValidationError', message);
}
