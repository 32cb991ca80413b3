const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;

/** How long ago an ISO time was, in the fewest characters: `now`, `5 min`, `3 h`, `2 d`, `5 mo`, `2 y`. */
export const ageOf = (time: string, now: number): string => {
  const passed = now - Date.parse(time);
  if (Number.isNaN(passed)) return '?';
  if (passed < minute) return 'now';
  if (passed < hour) return `${Math.floor(passed / minute)} min`;
  if (passed < day) return `${Math.floor(passed / hour)} h`;
  if (passed < 60 * day) return `${Math.floor(passed / day)} d`;
  return passed < 730 * day ? `${Math.floor(passed / (30 * day))} mo` : `${Math.floor(passed / (365 * day))} y`;
};

/** The same as it stands in a sentence: `just now`, `5 min ago`. */
export const agoOf = (time: string, now: number): string => {
  const age = ageOf(time, now);
  return age === 'now' ? 'just now' : `${age} ago`;
};
