/** Every marketplace, in the grid's order; each is a file name, a JSON key and an argument. */
export const marketplaceIds = [
  'github-releases',
  'npm',
  'pypi',
  'docker-hub',
  'chocolatey',
  'homebrew',
  'crates-io',
  'aur',
  'snapcraft',
  'vscode',
  'github-packages',
  'scoop',
  'flathub',
  'winget',
  'nix',
] as const;
export type MarketplaceId = (typeof marketplaceIds)[number];

export const isMarketplaceId = (text: string): text is MarketplaceId => (marketplaceIds as readonly string[]).includes(text);
