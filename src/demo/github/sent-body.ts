import type {Call} from './route.ts';

export type SentBody = Readonly<Record<string, unknown>>;

/** The body as JSON; undefined: it is none. */
export const bodyOf = ({request}: Call): SentBody | undefined => {
  try {
    const body: unknown = JSON.parse(request.body.toString('utf8') || '{}');
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as SentBody) : undefined;
  } catch {
    return undefined;
  }
};

/** A text of the body; empty: it has none of that name. */
export const textIn = (body: SentBody, name: string): string => (typeof body[name] === 'string' ? body[name] : '');
