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

/** The rows whose token a page made: those whose tokens are made there, else those that read a secret of that name. */
const rowsOfToken = (
  marketplaces: readonly Marketplace[],
  project: Project | undefined,
  url: string,
  name: string,
): readonly MarketplaceId[] => {
  const made = marketplaces.filter((marketplace) => marketplace.token !== undefined && makersOf(marketplace, project).includes(url));
  const named = marketplaces.filter(({token}) => token?.names.includes(name));
  return (made.length === 0 ? named : made).map(({id}) => id);
};

export type TakeFromPage = (ids: readonly MarketplaceId[], name: string, value: Secret) => Promise<void>;

/** Opens a page for the person: in the system's browser, or in the demo a simulated one, which may make a token. */
export const browse = async (desk: DeskSetting, marketplaces: readonly Marketplace[], url: string, take: TakeFromPage): Promise<void> => {
  const {surroundings, survey} = desk;
  if (surroundings.browse === undefined) return openInBrowser(url, {platform: process.platform, env: surroundings.env});
  const browsed = await surroundings.browse(url);
  if (browsed === undefined) return;
  const {said, token} = browsed;
  if (token === undefined) return say(desk, said);
  const ids = rowsOfToken(marketplaces, survey.get().project, url, token.name);
  say(desk, `The page’s token is in your hand (${token.value.masked}), to be set as the secret. ${said}`, 'ok');
  await take(ids, token.name, token.value);
};
