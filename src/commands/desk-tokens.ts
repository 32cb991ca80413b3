import type {Marketplace} from '../model/marketplace.ts';
import type {MarketplaceId} from '../model/marketplace-id.ts';
import {Problem} from '../model/problem.ts';
import {isRefusal, type TokenTest} from '../model/publication.ts';
import {safeLine} from '../model/safe-text.ts';
import {revealSecret, Secret} from '../model/secret.ts';
import {tokenTextOf} from '../model/token-text.ts';
import {findCompanions} from './companions.ts';
import {type DeskSetting, marketplaceOf, projectOf, say} from './desk-setting.ts';
import {withOrigin} from './survey-tokens.ts';
import {findTokenFor, type TokenSession, testTokenFor} from './token-session.ts';
import type {FoundToken} from './tokens.ts';

/** A refused token is let go of; one that lacks a right or is taken from certain addresses only may still be what a job needs. */
const isWorthless = ({verdict}: TokenTest): boolean => isRefusal(verdict) && verdict !== 'lacks-right' && verdict !== 'blocked';

const tokenNamesOf = ({title, token}: Marketplace): readonly [string, ...string[]] => {
  if (token === undefined) throw new Problem('refused', `${title} takes no token of its own.`, 'Nothing is to be done for it.');
  return token.names;
};

/** A token with what was done to make it one. */
type Taken = {readonly found: FoundToken; readonly said: readonly string[]};

/** Finds, takes, tests and keeps tokens, one for each row. */
export class TokenWork {
  readonly #desk: DeskSetting;
  /** Tell a late answer about an earlier token from the one that counts. */
  readonly #turns = new Map<MarketplaceId, number>();

  constructor(desk: DeskSetting) {
    this.#desk = desk;
  }

  async #session(): Promise<TokenSession> {
    const {watch, surroundings, store} = this.#desk;
    const project = await projectOf(this.#desk);
    const {setting} = await watch.begun();
    return {setting, surroundings: {...surroundings, store}, project, isChosen: true};
  }

  #beginTurn(id: MarketplaceId): () => boolean {
    const turn = (this.#turns.get(id) ?? 0) + 1;
    this.#turns.set(id, turn);
    return () => this.#turns.get(id) === turn;
  }

  /** What was learnt stands in the row too, without another look. */
  #tellRow(id: MarketplaceId, found: FoundToken, test: TokenTest) {
    const {survey, surroundings, watch} = this.#desk;
    const at = new Date(surroundings.now()).toISOString();
    survey.dispatch({kind: 'fact-found', name: {of: id, fact: 'token'}, value: withOrigin(test, found), at});
    // From now on GitHub is asked as whoever this token names.
    if (id === 'github-releases' && found.source === 'pasted') watch.beginAnew();
  }

  async #testInHand(marketplace: Marketplace, {found, said}: Taken, isCurrent: () => boolean) {
    const {hand, voice} = this.#desk;
    const {id} = marketplace;
    const before = hand.find(id);
    const isSame = before?.secret === found.secret && before.source === found.source;
    const {name, source, masked} = hand.take(id, found);
    const sight = {name, source, masked, said: said.map((sentence) => safeLine(sentence)), isTesting: true};
    // Where the same token was kept and set is still so.
    voice.dispatch(isSame ? {kind: 'token-testing', id} : {kind: 'token-seen', id, sight});
    const {test} = await testTokenFor(marketplace, found, await this.#session());
    if (!isCurrent()) return;
    if (isWorthless(test)) hand.letGo(id);
    else this.#tellRow(id, found, test);
    if (!isWorthless(test) && marketplace.token?.overSsh !== undefined) hand.take(id, {...found, tested: test});
    voice.dispatch({kind: 'token-tested', id, test});
  }

  async #take(marketplace: Marketplace, find: () => Promise<Taken | undefined>) {
    const {hand, voice} = this.#desk;
    const {id} = marketplace;
    const [name] = tokenNamesOf(marketplace);
    const isCurrent = this.#beginTurn(id);
    try {
      const taken = await find();
      if (!isCurrent()) return;
      if (taken !== undefined) return await this.#testInHand(marketplace, taken, isCurrent);
      hand.letGo(id);
      const {test} = await testTokenFor(marketplace, undefined, await this.#session());
      voice.dispatch({kind: 'token-seen', id, sight: {name, said: [], isTesting: false, test}});
    } catch (failure) {
      if (isCurrent())
        voice.dispatch({kind: 'token-tested', id, test: {verdict: 'undetermined', note: 'The test did not come to its end.'}});
      throw failure;
    }
  }

  /** What was pasted stays in hand; else the environment, `gh` and the vault are looked through. */
  find(id: MarketplaceId): Promise<void> {
    const marketplace = marketplaceOf(id);
    return this.#take(marketplace, async () => {
      const held = this.#desk.hand.find(id);
      const found = held?.source === 'pasted' ? held : await findTokenFor(marketplace, await this.#session());
      return found === undefined ? undefined : {found, said: []};
    });
  }

  #asPasted(marketplace: Marketplace, name: string, value: string, said: readonly string[]): Taken {
    const {surroundings, survey} = this.#desk;
    const beside = findCompanions(marketplace, surroundings.env, survey);
    return {found: {name, secret: value, companions: beside.companions, source: 'pasted'}, said: [...said, ...beside.said]};
  }

  async use(id: MarketplaceId, pasted: string): Promise<void> {
    const marketplace = marketplaceOf(id);
    const names = tokenNamesOf(marketplace);
    const {value, said} = tokenTextOf(pasted, names);
    if (value.trim() === '') return say(this.#desk, 'Nothing was pasted. Copy the token where it is shown and paste it here.');
    await this.#take(marketplace, async () => this.#asPasted(marketplace, names[0], value, said));
  }

  /** Holds what a page showed as if it had been pasted, for each of these rows. */
  async takeFromPage(ids: readonly MarketplaceId[], name: string, value: Secret): Promise<void> {
    for (const id of ids) {
      const marketplace = marketplaceOf(id);
      const names = tokenNamesOf(marketplace);
      const own = names.includes(name) ? name : names[0];
      await this.#take(marketplace, async () => this.#asPasted(marketplace, own, revealSecret(value), []));
    }
  }

  async keep(id: MarketplaceId): Promise<void> {
    const {hand, store, voice} = this.#desk;
    const found = hand.find(id);
    if (found === undefined) return say(this.#desk, 'No token is in hand. Paste it first.');
    const where = await store.keep(found.name, new Secret(found.secret));
    voice.dispatch({kind: 'token-kept', id, where: safeLine(where)});
    say(this.#desk, where);
  }
}
