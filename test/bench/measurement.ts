/** One promise of the project, measured. */
export type Measurement = {
  readonly what: string;
  /** A ratio within this run, or a count; never a time. */
  readonly measured: number;
  readonly limit: number;
  /** Absent: the measured value may not be above its limit. */
  readonly atLeast?: true;
  /** What the ratio was made of. */
  readonly remark: string;
};

export const holds = ({measured, limit, atLeast}: Measurement): boolean => (atLeast ? measured >= limit : measured <= limit);

/** The value below which this share of all lies; the median is that of 0.5. */
export const percentile = (values: readonly number[], share: number): number => {
  const sorted = values.toSorted((one, other) => one - other);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
};

export const median = (values: readonly number[]): number => percentile(values, 0.5);

const shown = (value: number): string => (Number.isInteger(value) ? String(value) : value.toFixed(2));

/** All measurements as a table, one a line. */
export const tableOf = (measurements: readonly Measurement[]): string => {
  const rows = measurements.map((one) => [
    one.what,
    shown(one.measured),
    `${one.atLeast ? '≥' : '≤'} ${shown(one.limit)}`,
    holds(one) ? 'holds' : 'BROKEN',
    one.remark,
  ]);
  const all = [['what', 'measured', 'limit', '', 'remark'], ...rows];
  const widths = [0, 1, 2, 3].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  const line = (row: readonly string[]): string =>
    row
      .map((text, column) => (column === 1 ? text.padStart(widths[column] ?? 0) : text.padEnd(widths[column] ?? 0)))
      .join('  ')
      .trimEnd();
  return `${all.map(line).join('\n')}\n`;
};

/** How a part of the benchmark hands its measurements to the process that prints them. */
export const report = (measurements: readonly Measurement[]): void => {
  if (process.send) process.send(measurements);
  else process.stdout.write(tableOf(measurements));
};
