import type {ZodType} from 'zod';
import {Problem} from '../../src/model/problem.ts';
import type {TokenTest} from '../../src/model/publication.ts';
import {parsedJson} from './parsing.ts';

/** Whether a text is a web page instead of what a program expects. */
export const isMarkup = (text: string): boolean => /^\s*</.test(text.replace(/^\uFEFF/, ''));

/** The fields that are read of a reply's text; throws a Problem when they are not there. */
export const fieldsOf = <T>(host: string, text: string, schema: ZodType<T>): T => {
  const result = schema.safeParse(parsedJson(text));
  if (result.success) return result.data;
  throw new Problem(
    'unexpected-answer',
    `${host} answers with something that is not understood.`,
    'Check again later; report it if it stays so.',
  );
};

/** The header of the Basic scheme. */
export const basicHeader = (user: string, secret: string): Readonly<Record<string, string>> => ({
  authorization: `Basic ${btoa(String.fromCharCode(...new TextEncoder().encode(`${user}:${secret}`)))}`,
});

/** The answer where a service was too busy, or too strange, to tell. */
export const untold = (service: string, status: number): TokenTest => ({
  verdict: 'undetermined',
  note:
    status === 429
      ? `${service} limits requests at the moment, so the token could not be tested.`
      : `${service} answers with ${status}, which tells nothing of the token.`,
});
