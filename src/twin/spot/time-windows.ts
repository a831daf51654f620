// Weekly time windows as Spot writes them, in UTC: `Mon:03:00-Wed:02:30`.

const DAYS = ['Sun', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat'];
const POINT = `(${DAYS.join('|')}):([01]?\\d|2[0-3]):([0-5]\\d)`;
const WINDOW = new RegExp(`^${POINT}-${POINT}$`);
const DAY_MINUTES = 24 * 60;

export function isTimeWindow(text: string): boolean {
  return WINDOW.test(text);
}

/** A window that ends before it begins goes through the end of the week. */
export function isWithin(window: string, at: number): boolean {
  const [, fromDay, fromHour, fromMinute, toDay, toHour, toMinute] = WINDOW.exec(window) ?? [];
  const from = minuteOfWeek(fromDay, fromHour, fromMinute);
  const to = minuteOfWeek(toDay, toHour, toMinute);
  const date = new Date(at);
  const now = date.getUTCDay() * DAY_MINUTES + date.getUTCHours() * 60 + date.getUTCMinutes();
  return from <= to ? now >= from && now < to : now >= from || now < to;
}

function minuteOfWeek(day = '', hour = '', minute = ''): number {
  return DAYS.indexOf(day) * DAY_MINUTES + Number(hour) * 60 + Number(minute);
}
