/** Questions to the person at the terminal; tests hand in their own answers. */
export type Questions = {
  /** The chosen value. */
  choose(question: string, answers: readonly {readonly name: string; readonly value: string}[]): Promise<string>;
  confirm(question: string): Promise<boolean>;
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
});

/** Whether the person left a question with Ctrl-C. */
export const hasLeft = (failure: unknown): boolean => failure instanceof Error && failure.name === 'ExitPromptError';
