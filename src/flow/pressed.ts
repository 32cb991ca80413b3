import type {MarketplaceId} from '../model/marketplace-id.ts';
import type {Pressed, Request} from './press.ts';
import {shortAddress} from './text-width.ts';

export const nothing: Pressed = {events: []};

export const saying = (text: string): Pressed => ({events: [{kind: 'said', message: {text, tone: 'plain'}}]});

/** Says what is looked up, until that has ended. */
export const looking = (text: string, request: Request): Pressed => {
  const verifies = request.kind === 'verify' ? {verifies: request.id} : {};
  return {events: [{kind: 'said', message: {text, tone: 'plain', isPassing: true, ...verifies}}], request};
};

/** Says what is begun; the outcome comes by itself. */
export const asking = (text: string, request: Request): Pressed => ({...saying(text), request});

/** `id`: the row whose token the page may give; absent: none in particular. */
export const browsing = (url: string, id?: MarketplaceId): Pressed =>
  asking(`Opening in the browser: ${shortAddress(url, 44)}`, {kind: 'browse', url, ...(id === undefined ? {} : {id})});
