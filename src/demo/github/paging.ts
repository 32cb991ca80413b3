import type {DemoReply, DemoRequest} from '../service.ts';
import {ok} from './route.ts';

const numberOf = (text: string | null, otherwise: number): number => {
  const number = Number(text);
  return text === null || !Number.isInteger(number) || number < 1 ? otherwise : number;
};

const linkHeader = (request: DemoRequest, page: number, last: number): string => {
  const link = (to: number, rel: string): string => {
    const query = new URLSearchParams(request.query);
    query.set('page', String(to));
    return `<https://${request.host}${request.path}?${query}>; rel="${rel}"`;
  };
  const links: string[] = [];
  if (page > 1) links.push(link(Math.min(page - 1, last), 'prev'));
  if (page < last) links.push(link(page + 1, 'next'), link(last, 'last'));
  if (page > 1) links.push(link(1, 'first'));
  return links.join(', ');
};

/** The page that was asked for, and the Link header to the others. */
export const pageOf = <T>(request: DemoRequest, all: readonly T[]): {items: readonly T[]; headers: Readonly<Record<string, string>>} => {
  const size = Math.min(numberOf(request.query.get('per_page'), 30), 100);
  const page = numberOf(request.query.get('page'), 1);
  const last = Math.max(Math.ceil(all.length / size), 1);
  const link = linkHeader(request, page, last);
  return {items: all.slice((page - 1) * size, page * size), headers: link === '' ? {} : {link}};
};

/** A list that GitHub sends bare. */
export const listReply = <T, S extends object>(request: DemoRequest, all: readonly T[], shape: (item: T) => S): DemoReply => {
  const {items, headers} = pageOf(request, all);
  return ok(items.map(shape), headers);
};

/** A list that GitHub wraps with its count. */
export const countedReply = <T, S extends object>(
  request: DemoRequest,
  key: string,
  all: readonly T[],
  shape: (item: T) => S,
): DemoReply => {
  const {items, headers} = pageOf(request, all);
  return ok({total_count: all.length, [key]: items.map(shape)}, headers);
};
