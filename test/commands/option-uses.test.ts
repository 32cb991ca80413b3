import {describe, expect, it} from 'vitest';
import {optionsOf} from '../../src/commands/options.ts';

describe('an option that a command would not heed', () => {
  it.each([
    [['setup', '--watch'], '--watch goes with “portcall status” and “portcall verify”.'],
    [['demo', 'setup', '--watch'], '--watch goes with “portcall status” and “portcall verify”.'],
    [['tokens', 'npm', '--calendar', '--rotate'], '--calendar and --rotate don’t go together.'],
    [['status', '--also'], '--also goes with “portcall publish”.'],
    [['status', '--output', 'x'], '--output goes with “portcall report”'],
    [['publish', '--follow', '--cancel'], '--follow and --cancel don’t go together.'],
  ])('is refused: %j', (args, said) => expect(() => optionsOf(args)).toThrow(said));

  it.each([
    [['--watch']],
    [['demo', '--watch']],
    [['demo', 'serve', '--port', '0']],
    [['demo', 'tokens', '--calendar']],
    [['verify', '--wait', '--install']],
    [['secret', 'set', 'NPM_TOKEN', '--env', 'release', '--patch']],
  ])('is taken where it is heeded: %j', (args) => expect(() => optionsOf(args)).not.toThrow());
});
