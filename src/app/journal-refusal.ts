// A journal that cannot be used, said as a refusal to whoever asked for something that needs it.
import { JournalFailure } from '../execution/journal-failure.ts';
import { Refusal } from './refusal.ts';

/** A refusal as it is; a failure of the storage as one; undefined for anything else, which is a defect. */
export function asRefusal(error: unknown): Refusal | undefined {
  if (error instanceof Refusal) return error;
  if (!(error instanceof JournalFailure)) return undefined;
  const stands = 'Nothing was written to a cloud by this command; every weight stays where it is.';
  return new Refusal('state', `${sentence(error.message)} ${stands}`, { cause: error });
}

/** Why a run had to be let go of in the middle, and how it goes on; undefined when it was not the storage. `where`: options that find the run again. */
export function lostJournal(execution: string, where: string, error: unknown): string | undefined {
  if (!(error instanceof JournalFailure)) return undefined;
  return (
    `${sentence(error.message)} Run ${execution} stands still: nothing is written to a cloud any ` +
    `more, and every weight stays where it is. When that is put right, go on with ` +
    `"penstock resume ${execution}${where}"; what was under way is read back first.`
  );
}

function sentence(message: string): string {
  return message.charAt(0).toUpperCase() + message.slice(1);
}
