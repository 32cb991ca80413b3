import type {Question} from '../tools/last-known.ts';
import type {Options} from './options.ts';

/** What was asked and from where, as the memory between runs knows it. */
export const questionOf = (options: Options, {cwd}: {readonly cwd: string}): Question => ({
  cwd,
  repository: options.repository === undefined ? '' : `${options.repository.owner}/${options.repository.name}`,
  tag: options.tag ?? '',
});
