/*
 * What reports a success, repeats a command, or names what is fetched and where a program stood: the words of a failure in it, as in the name of a
 * test, tell nothing of this one.
 */
const untelling: readonly RegExp[] = [
  /^\s*(?:✓|✔|√|☑|PASS(?:ED)?\b|\[PASS(?:ED)?\]|ok \d|--- PASS|# SKIP)/,
  /^\s*(?:test )?\S.*\.\.\. (?:ok|ignored)$/,
  /::\S+ PASSED\b/,
  /^\s*\++ \S/,
  /^\s*(?:\/\/|# |<!--|\* )/,
  /^npm (?:notice|warn|http|timing)\b/i,
  /^\s*(?:Downloading|Downloaded|Compiling|Installing|Installed|Collecting|Resolving|Unpacking|Fetched|Adding|Linking|Get:\d+|Requirement already)\b/,
  /^\s*at\s.+(?::\d+:\d+\)?|\.java:\d+\))$/,
  /^\s*(?:info|debug|trace|notice)\b[:\s]/i,
];

/** Whether a line of a log can tell of what went wrong. */
export const isTelling = (line: string): boolean => !untelling.some((shape) => shape.test(line));
