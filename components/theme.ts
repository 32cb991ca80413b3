import type {TextProps} from 'ink';
import type {Tone} from '../src/flow/lines.ts';

type Look = Pick<TextProps, 'color' | 'bold' | 'dimColor'>;

/** The terminal's own colours, and its own foreground wherever nothing has to stand out. */
export const looks: Readonly<Record<Tone, Look>> = {
  plain: {},
  strong: {bold: true},
  muted: {dimColor: true},
  accent: {color: 'cyan'},
  ok: {color: 'green'},
  warning: {color: 'yellow'},
  problem: {color: 'red'},
  waiting: {color: 'cyan'},
};
