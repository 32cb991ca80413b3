import type {Questions} from '../../src/commands/questions.ts';

/** What a person answers to the next question; `leaves`: they press Ctrl-C at it. */
export type Answer =
  | {readonly choose: RegExp}
  | {readonly confirm: boolean; readonly to?: RegExp}
  | {readonly secret: string}
  | {readonly leaves: 'choose' | 'confirm' | 'secret'};

const ctrlC = (): never => {
  throw Object.assign(new Error('User force closed the prompt'), {name: 'ExitPromptError'});
};

/** A person who gives these answers in this order; another kind of question fails, and so does an answer that nobody asked for. */
export const scriptedPerson = (...answers: readonly Answer[]) => {
  const left = [...answers];
  const asked: string[] = [];
  const next = (kind: 'choose' | 'confirm' | 'secret', question: string): Answer => {
    asked.push(question);
    const answer = left.shift();
    if (answer === undefined) throw new Error(`Nobody answers “${question}”.`);
    if ('leaves' in answer && answer.leaves === kind) ctrlC();
    if (!(kind in answer)) throw new Error(`“${question}” is a question to ${kind}, and the answer is ${JSON.stringify(answer)}.`);
    return answer;
  };
  const questions: Questions = {
    choose: async (question, offered) => {
      const answer = next('choose', question);
      const names = offered.map(({name}) => name);
      const found = 'choose' in answer ? offered.find(({name}) => answer.choose.test(name)) : undefined;
      if (found === undefined) throw new Error(`Nothing fits ${JSON.stringify(answer)} in: ${names.join(' | ')}`);
      asked.push(...names);
      return found.value;
    },
    confirm: async (question) => {
      const answer = next('confirm', question);
      if ('to' in answer && answer.to !== undefined && !answer.to.test(question)) throw new Error(`“${question}” was not expected.`);
      return 'confirm' in answer && answer.confirm;
    },
    secret: async (question) => {
      const answer = next('secret', question);
      return 'secret' in answer ? answer.secret : '';
    },
  };
  return {questions, asked, left};
};
