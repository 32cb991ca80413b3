import {createMaskedInput, withLineBreaks} from '../tools/masked-input.ts';

/** Questions to the person at the terminal; tests hand in their own answers. */
export type Questions = {
  /** The chosen value. */
  choose(question: string, answers: readonly {readonly name: string; readonly value: string}[]): Promise<string>;
  confirm(question: string): Promise<boolean>;
  /** Something that is not shown while it is typed or pasted, line breaks included. */
  secret(question: string): Promise<string>;
};

/** Questions in plain lines, which a screen reader and a terminal without a cursor can follow too. */
export const createQuestions = (): Questions => ({
  choose: async (message, choices) => {
    const {select} = await import('@inquirer/prompts');
    return select({message, choices: choices.map(({name, value}) => ({name, value}))});
  },
  confirm: async (message) => {
    const {confirm} = await import('@inquirer/prompts');
    return confirm({message, default: false});
  },
  secret: async (message) => {
    const {password} = await import('@inquirer/prompts');
    const {input, close} = createMaskedInput(process.stdin, process.stdout);
    try {
      return withLineBreaks(await password({message, toggleMask: false}, {input}));
    } finally {
      close();
    }
  },
});

/** The same with numbered answers, which are read out once and not drawn again with every key. */
export const createNumberedQuestions = (print: (text: string) => void): Questions => ({
  ...createQuestions(),
  choose: async (question, answers) => {
    const {input} = await import('@inquirer/prompts');
    const chosenBy = (text: string) => (/^\d+$/.test(text.trim()) ? answers[Number(text) - 1] : undefined);
    print(`${question}\n${answers.map(({name}, index) => `  ${index + 1}. ${name}\n`).join('')}`);
    // A dumb terminal can't take back what was typed, so a wrong answer ends its question and the next begins empty.
    for (;;) {
      const chosen = chosenBy(await input({message: `A number from 1 to ${answers.length}:`}));
      if (chosen !== undefined) return chosen.value;
      print(`Type a number from 1 to ${answers.length}.\n`);
    }
  },
});

/** Whether the person left a question with Ctrl-C. */
export const hasLeft = (failure: unknown): boolean => failure instanceof Error && failure.name === 'ExitPromptError';
