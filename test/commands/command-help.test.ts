import {describe, expect, it, test} from 'vitest';
import {commandHelpOf} from '../../src/commands/command-help.ts';
import {commandTexts} from '../../src/commands/command-texts.ts';
import {knownOptions} from '../../src/commands/known-options.ts';
import {commandsHeeding, isHeeded} from '../../src/commands/option-uses.ts';
import {optionsOf} from '../../src/commands/options.ts';
import {helpText} from '../../src/help.ts';

const commands = Object.keys(commandTexts);
const options = Object.keys(knownOptions);

/** The options that a help lists, without their dashes. */
const listedIn = (help: string): readonly string[] => {
  const [, part = ''] = /\nOptions\n([\s\S]*?)\n\n/.exec(help) ?? [];
  return [...part.matchAll(/^ {2}(?:-h, )?--([a-z-]+)/gm)].map(([, name = '']) => name);
};

describe.each(commands)('the help of %s', (command) => {
  const help = commandHelpOf(command);

  it('fits 80 columns', () => expect(help.split('\n').filter((line) => line.length > 80)).toEqual([]));

  it('lists the options that mean something to it and no other', () =>
    expect([...listedIn(help)].sort()).toEqual(options.filter((option) => option !== 'version' && isHeeded(option, command)).sort()));

  it('says how it ends', () => expect(help).toMatch(/\nExit codes\n[\s\S]*^ {2}0 {4}\S[\s\S]*^ {2}130 {2}interrupted$/m));

  it('has examples that the command line takes', () => {
    const {examples} = commandTexts[command] ?? {examples: []};
    expect(examples.length).toBeGreaterThanOrEqual(2);
    for (const [line] of examples) expect(optionsOf(line.replace(/ <.*$/, '').split(' ')).words[0]).toBe(command);
  });
});

test('every command that an option means something to has a help, and stands in the overview', () => {
  const named = new Set(options.flatMap((option) => commandsHeeding(option) ?? []).filter((one) => one !== ''));
  expect([...named].sort()).toEqual([...commands].sort());
  for (const command of commands) expect(helpText).toContain(`  portcall ${command}`);
});
