import {type Expansion, textFor} from './expand.ts';
import type {Redirect} from './script.ts';
import {type Bytes, Exit, inputOf, readBytes, type Streams, writeBytes} from './shell.ts';

/** The streams of a command with its redirects. */
export const redirected = (redirects: readonly Redirect[], expansion: Expansion): Streams => {
  const {shell} = expansion;
  let {streams} = expansion;
  for (const {stream, kind, target} of redirects) {
    const text = textFor(target, {...expansion, streams});
    if (stream === 'input') {
      const bytes = kind === 'text' ? text : text === '/dev/null' ? '' : readBytes(shell, text);
      if (bytes === undefined) {
        streams.errors(`bash: line 1: ${text}: No such file or directory\n`);
        throw new Exit(1);
      }
      streams = {...streams, input: inputOf(bytes)};
      continue;
    }
    if (kind === 'file') writeBytes(shell, text, '');
    const write = (bytes: Bytes): void => writeBytes(shell, text, `${readBytes(shell, text) ?? ''}${bytes}`);
    const {out, errors} = streams;
    const to = kind === 'to-output' ? out : kind === 'to-errors' ? errors : write;
    streams = {input: streams.input, out: stream === 'errors' ? out : to, errors: stream === 'output' ? errors : to};
  }
  return streams;
};
