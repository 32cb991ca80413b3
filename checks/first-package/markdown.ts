import {plainLine} from '../../src/model/quoting.ts';

/** Text from outside as one paragraph of Markdown that shows exactly this text. */
export const markdownText = (text: string): string =>
  plainLine(text)
    .replace(/[\\`*_{}[\]<>#|&~!$]/g, '\\$&')
    .replace(/^([-+=:])/, '\\$1')
    .replace(/^(\d+)([.)])/, '$1\\$2');
