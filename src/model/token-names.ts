/** A token's known names, the usual one first. */
type TokenNames = readonly [string, ...string[]];

/** The name by which a job reads a token, where it isn't the usual one; undefined: it is, or no name of it is read. */
export const unusualNameRead = (names: TokenNames, secrets: readonly string[]): string | undefined => {
  const read = secrets.map((name) => name.toUpperCase()).filter((name) => names.includes(name));
  return read.includes(names[0]) ? undefined : read[0];
};

/** What follows a token's name where the job reads another; empty: it reads that one, or none. */
export const readerText = (name: string, readAs: string | undefined): string =>
  readAs === undefined || readAs === name ? '' : `, which the job reads as ${readAs}`;

export const nameAndReader = (name: string, readAs: string | undefined): string => `${name}${readerText(name, readAs)}`;
