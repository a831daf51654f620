// How wide the ladder is; apart from it, because every command asks and few draw one.

/** Where there is room. */
export const COLUMNS = 100;
