import type {Marketplace} from '../model/marketplace.ts';
import type {MarketplaceId} from '../model/marketplace-id.ts';
import type {Project} from '../model/project.ts';
import type {Secret} from '../model/secret.ts';
import {openInBrowser} from '../tools/browser.ts';
import {type DeskSetting, say} from './desk-setting.ts';

/** The pages on which a marketplace's token is made. */
const makersOf = ({token, tasks}: Marketplace, project: Project | undefined): readonly string[] => [
  ...(token === undefined ? [] : [token.makeAt]),
  ...tasks.flatMap((task) => (task.givesToken === true && project !== undefined ? [task.url(project)] : [])),
];

/** A page, and the row that the person stands in when it is opened; absent: none in particular. */
export type AskedPage = {readonly url: string; readonly id?: MarketplaceId};

/** The rows whose token a page made: the one the person stands in, else those that make theirs there, else those that read a secret of that name. */
const rowsOfToken = (
  marketplaces: readonly Marketplace[],
  project: Project | undefined,
  {url, id}: AskedPage,
  name: string,
): readonly MarketplaceId[] => {
  if (id !== undefined) return marketplaces.some((one) => one.id === id && one.token !== undefined) ? [id] : [];
  const made = marketplaces.filter((marketplace) => marketplace.token !== undefined && makersOf(marketplace, project).includes(url));
  const named = marketplaces.filter(({token}) => token?.names.includes(name));
  return (made.length === 0 ? named : made).map((one) => one.id);
};

export type TakeFromPage = (ids: readonly MarketplaceId[], name: string, value: Secret) => Promise<void>;

/** Opens a page for the person: in the system's browser, or in the demo a simulated one, which may make a token. */
export const browse = async (
  desk: DeskSetting,
  marketplaces: readonly Marketplace[],
  page: AskedPage,
  take: TakeFromPage,
): Promise<void> => {
  const {surroundings, survey} = desk;
  const {url} = page;
  if (surroundings.browse === undefined) return openInBrowser(url, {platform: process.platform, env: surroundings.env});
  const browsed = await surroundings.browse(url);
  if (browsed === undefined) return;
  const {said, token} = browsed;
  if (token === undefined) return say(desk, `In the demo: ${said}`);
  const ids = rowsOfToken(marketplaces, survey.get().project, page, token.name);
  say(desk, `The page’s token is in your hand (${token.value.masked}), to be set as the secret. In the demo: ${said}`, 'ok');
  await take(ids, token.name, token.value);
};
