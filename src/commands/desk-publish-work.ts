import type {MarketplaceId} from '../model/marketplace-id.ts';
import {type DeskSetting, projectOf} from './desk-setting.ts';
import {beginStand, createWork, type PublishWork, type Stand} from './publish-work.ts';

/** What a publish at the desk works with; nothing is printed, and what runs besides is named in the plan, which then asks for a word. */
export const publishWorkAt = (desk: DeskSetting, signal: AbortSignal, more: Partial<PublishWork> = {}): PublishWork => {
  const {options, surroundings, ledger, pause, rest, hand} = desk;
  const given = {
    hand,
    ...(ledger === undefined ? {} : {ledger}),
    ...(pause === undefined ? {} : {pause}),
    ...(rest === undefined ? {} : {rest}),
  };
  return {...createWork({...options, json: false, also: true}, surroundings, given, signal), say: () => undefined, ...more};
};

/** A survey of one row of the project at the desk, of its own. */
export const standAt = async (desk: DeskSetting, work: PublishWork, id: MarketplaceId): Promise<Stand> => {
  const {repository, tag} = await projectOf(desk);
  return beginStand(work, [id], {repository, tag});
};
