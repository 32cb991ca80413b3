import type {CellState} from '../model/cell.ts';
import type {RowTask, TaskStateWord} from '../model/row.ts';
import type {Glyphs} from './glyphs.ts';
import {stateTones, type Tone} from './lines.ts';
import {signAndWord} from './paper.ts';

/** The state of a cell whose sign and tone a task borrows, and its word. */
const signs: Readonly<Record<TaskStateWord, readonly [CellState, string]>> = {
  done: ['ok', 'done'],
  'to-do': ['to-do', 'to do'],
  waiting: ['waiting', 'waiting'],
  unknown: ['unknown', 'not known'],
  attested: ['ok', 'your word'],
  skipped: ['unchecked', 'skipped'],
  'not-for-project': ['not-offered', 'left out'],
};

/** How a task's state is shown: its sign with its word, and what tone both have. */
export const taskSign = ({state}: Pick<RowTask, 'state'>, glyphs: Glyphs): {readonly text: string; readonly tone: Tone} => {
  const [cell, word] = signs[state];
  return {text: signAndWord(glyphs.state[cell], word), tone: stateTones[cell]};
};
