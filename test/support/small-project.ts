import {createHash} from 'node:crypto';
import {tarGzOf} from '../../src/demo/contextlite/tar.ts';
import {addAccount, addCommit, addRepository} from '../../src/demo/github/new-repository.ts';
import {type Repository, timeText} from '../../src/demo/github/state.ts';
import type {World} from '../../src/demo/world.ts';

export const smallProject = {owner: 'octo', name: 'tool', version: '1.2.3', tag: 'v1.2.3', aur: 'tool-bin'} as const;
const {owner, name, version, tag, aur} = smallProject;
const page = `https://github.com/${owner}/${name}`;
const downloads = `${page}/releases/download`;

const program = (says: string): string => `#!/usr/bin/env node\nconsole.log("tool", "${says}");\n`;

/** The package as `npm pack` makes it, with a program that says this. */
export const packageOf = (says: string): Buffer => {
  const manifest = {name, version, bin: {tool: 'tool.cjs'}, license: 'MIT', repository: {type: 'git', url: `git+${page}.git`}};
  return tarGzOf([
    {name: 'package/package.json', contents: JSON.stringify(manifest)},
    {name: 'package/tool.cjs', contents: program(says), isExecutable: true},
  ]);
};

const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');
const archive = tarGzOf([{name: 'tool', contents: program(version), isExecutable: true}]);
const archiveName = `${name}-${version}-linux-amd64.tar.gz`;
const assets: ReadonlyMap<string, Buffer> = new Map([
  [`${name}-${version}.tgz`, packageOf(version)],
  [archiveName, archive],
]);

const workflow = `name: Publish
on:
  workflow_dispatch:
    inputs:
      tag:
        required: true
        type: string
      marketplace:
        type: choice
        options: [all, npm, docker-hub, aur]
        default: all
permissions:
  contents: read
jobs:
  npm:
    if: inputs.marketplace == 'all' || inputs.marketplace == 'npm'
    runs-on: ubuntu-latest
    steps:
      - name: Publish the released package
        env:
          TAG: \${{ inputs.tag }}
          NODE_AUTH_TOKEN: \${{ secrets.NPM_TOKEN }}
        run: |
          curl -fsSLO "${downloads}/$TAG/${name}-\${TAG#v}.tgz"
          npm publish "./${name}-\${TAG#v}.tgz"
  docker-hub:
    if: inputs.marketplace == 'all' || inputs.marketplace == 'docker-hub'
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - name: Push the image
        env:
          TAG: \${{ inputs.tag }}
          DOCKERHUB_USERNAME: \${{ secrets.DOCKERHUB_USERNAME }}
          DOCKERHUB_TOKEN: \${{ secrets.DOCKERHUB_TOKEN }}
        run: |
          echo "$DOCKERHUB_TOKEN" | docker login -u "$DOCKERHUB_USERNAME" --password-stdin
          docker buildx build --push --platform linux/amd64,linux/arm64 -t "${owner}/${name}:\${TAG#v}" -t ${owner}/${name}:latest .
  aur:
    if: inputs.marketplace == 'all' || inputs.marketplace == 'aur'
    runs-on: ubuntu-latest
    steps:
      - uses: actions/checkout@v4
      - name: Push to the AUR
        env:
          TAG: \${{ inputs.tag }}
          AUR_SSH_KEY: \${{ secrets.AUR_SSH_KEY }}
          GIT_SSH_COMMAND: ssh -i ~/.ssh/aur
        run: |
          mkdir -p ~/.ssh
          echo "$AUR_SSH_KEY" > ~/.ssh/aur
          chmod 600 ~/.ssh/aur
          git clone ssh://aur@aur.archlinux.org/${aur}.git package
          cp aur/PKGBUILD aur/.SRCINFO package/
          cd package
          git add PKGBUILD .SRCINFO
          git -c user.name=${owner} -c user.email=${owner}@example.org commit -m "Update to \${TAG#v}"
          git push origin HEAD:master
`;

/** The AUR's two files, pinned to this digest of the archive. */
const aurFiles = (digest: string): Readonly<Record<string, string>> => {
  const source = `${downloads}/${tag}/${archiveName}`;
  return {
    'aur/PKGBUILD': `pkgname=${aur}\npkgver=${version}\npkgrel=1\npkgdesc='A tool'\narch=('x86_64')\nurl='${page}'\nlicense=('MIT')
source_x86_64=('${source}')\nsha256sums_x86_64=('${digest}')\npackage() {\n  install -Dm755 tool "$pkgdir/usr/bin/tool"\n}\n`,
    'aur/.SRCINFO': `pkgbase = ${aur}\n\tpkgdesc = A tool\n\tpkgver = ${version}\n\tpkgrel = 1\n\turl = ${page}\n\tarch = x86_64
\tlicense = MIT\n\tsource_x86_64 = ${source}\n\tsha256sums_x86_64 = ${digest}\n\npkgname = ${aur}\n`,
  };
};

const filesOf = (): ReadonlyMap<string, Buffer> =>
  new Map(
    Object.entries({
      '.github/workflows/publish.yml': workflow,
      'package.json': `${JSON.stringify({name, version, bin: {tool: 'tool.cjs'}, repository: {type: 'git', url: `git+${page}.git`}}, null, 2)}\n`,
      tool: program(version),
      'tool.cjs': program(version),
      Dockerfile: 'FROM scratch\nCOPY tool /tool\nENTRYPOINT ["/tool"]\n',
      ...aurFiles(sha256(archive)),
    }).map(([file, text]) => [file, Buffer.from(text)]),
  );

const addRelease = (repository: Repository, at: string): void => {
  repository.releases.push({
    id: 700,
    tag,
    target: 'main',
    name: tag,
    body: '',
    isDraft: false,
    isPrerelease: false,
    isImmutable: false,
    createdAt: at,
    publishedAt: at,
    author: owner,
    assets: [...assets].map(([asset, contents], index) => ({
      id: 7000 + index,
      name: asset,
      state: 'uploaded',
      contentType: 'application/gzip',
      contents,
      sha256: sha256(contents),
      createdAt: at,
      uploader: owner,
    })),
  });
};

/** Adds a small project with one release, whose workflow publishes to one marketplace at a time; `secrets` are its repository's. Gives its owner's token. */
export const addSmallProject = ({github, setting}: World, secrets: Readonly<Record<string, string>>): string => {
  const at = timeText(setting.now() - 86_400_000);
  addAccount(github, {id: 901, login: owner, type: 'User', createdAt: at});
  github.tokens.set('token-of-octo', {kind: 'classic', login: owner, scopes: ['repo', 'workflow']});
  Object.assign(setting.tokens, secrets);
  const repository = addRepository(github, {
    id: 902,
    owner,
    name,
    createdAt: at,
    pushedAt: at,
    secrets: Object.keys(secrets).map((secret) => ({name: secret, createdAt: at, updatedAt: at})),
    workflows: [{id: 903, name: 'Publish', path: '.github/workflows/publish.yml', state: 'active', createdAt: at, updatedAt: at}],
  });
  repository.tags.set(tag, addCommit(repository, 'main', {files: filesOf(), message: `Release ${tag}`, author: owner, date: at}));
  addRelease(repository, at);
  return 'token-of-octo';
};
