import {optionsOf} from './commands/options.ts';
import {questionOf} from './commands/question.ts';
import {ageOf} from './flow/age.ts';
import {type Glyphs, glyphsFor, legible} from './flow/glyphs.ts';
import {countText} from './flow/header.ts';
import {nameOf, signOf, wordOf} from './flow/not-offered.ts';
import {cut} from './flow/text-width.ts';
import {repositoryText} from './model/project.ts';
import type {Row} from './model/row.ts';
import {safeLine} from './model/safe-text.ts';
import {stateFolderOf} from './tools/folders.ts';
import {type Remembered, recall} from './tools/last-known.ts';
import {findTerminalTraits, onOwnScreen} from './tools/terminal.ts';

const rowLine = (row: Row, titleWidth: number, glyphs: Glyphs): string => {
  const served = row.version === null ? '' : `  ${row.version}`;
  return `  ${signOf(row, glyphs)} ${nameOf(row).padEnd(titleWidth)}  ${wordOf(row)}${served}`;
};

/** What the last run had learnt, marked as such: enough to read while everything else loads. */
export const firstFrameOf = (
  remembered: Remembered<unknown>,
  now: number,
  glyphs: Glyphs,
  size: {readonly columns: number; readonly rows: number},
): string => {
  const {project, rows, checkedAt} = remembered;
  const titleWidth = Math.max(0, ...rows.map((row) => nameOf(row).length));
  const lines = [
    `portcall  ${repositoryText(project.repository)}  ${safeLine(project.tag)}   ${countText(rows, `, `)}`,
    `last known ${ageOf(checkedAt, now)} ago, checking again`,
    '',
    ...rows.map((row) => rowLine(row, titleWidth, glyphs)),
  ];
  return lines
    .slice(0, size.rows - 1)
    .map((line) => cut(legible(line, glyphs), size.columns - 1, glyphs.ellipsis))
    .join('\r\n');
};

/** Draws the first frame of the grid where the grid is what was asked for and something is remembered; else nothing. */
export const showFirstFrame = (args: readonly string[]): void => {
  const terminal = findTerminalTraits(process.env, process, process.platform);
  if (!terminal.isInteractive) return;
  try {
    const options = optionsOf(args);
    if (options.words.length > 0 || options.json || options.help || options.repositories !== undefined) return;
    const remembered = recall(stateFolderOf(process.env), questionOf(options, {cwd: process.cwd()}));
    if (remembered === undefined) return;
    onOwnScreen(process.stdout, () => process.stdout.write(firstFrameOf(remembered, Date.now(), glyphsFor(terminal), terminal)));
  } catch {
    // A command line that can't be read is refused by the command itself, in words.
  }
};
