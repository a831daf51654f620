// The one error of the twin's control planes, with all that the wire forms of the clouds need.
import type { TwinService } from './fault.ts';

/** The code of a call whose connection broke: its caller learns nothing. */
export const ANSWER_LOST = 'AnswerLost';
/** The code of a call that is never answered, though its connection stays. */
export const ANSWER_HELD = 'AnswerHeld';

export class TwinError extends Error {
  override readonly name = 'TwinError';
  readonly service: TwinService;
  readonly httpStatus: number;
  readonly code: string;
  constructor(service: TwinService, httpStatus: number, code: string, message: string) {
    super(message);
    this.service = service;
    this.httpStatus = httpStatus;
    this.code = code;
  }
}
