import {packagingFiles} from './packaging-files.ts';

const module = 'github.com/Michael-A-Kuykendall/contextlite';

const readme = `# ContextLite

A small context engine for code: it finds what a question needs and nothing more.

    contextlite --help
`;

const license = `MIT License

Permission is hereby granted, free of charge, to any person obtaining a copy of this software, to deal in it without restriction.
`;

const main = `package main

import (
	"flag"
	"fmt"
)

var version = "dev"

func main() {
	show := flag.Bool("version", false, "print the version")
	flag.Parse()
	if *show {
		fmt.Println("contextlite", version)
		return
	}
	flag.Usage()
}
`;

const dockerfile = `FROM golang:1.22-alpine AS build
WORKDIR /source
COPY . .
RUN go build -o /contextlite .

FROM alpine:3.20
COPY --from=build /contextlite /usr/local/bin/contextlite
LABEL org.opencontainers.image.source="https://${module}"
ENTRYPOINT ["contextlite"]
`;

const archiveScript = `#!/usr/bin/env bash
set -euo pipefail
version="$1"
for folder in build/*; do
  target="$(basename "$folder")"
  cp README.md "$folder/"
  case "$target" in
    windows-*) (cd "$folder" && zip -q "../../release/contextlite-$version-$target.zip" ./*) ;;
    *) tar -czf "release/contextlite-$version-$target.tar.gz" -C "$folder" . ;;
  esac
done
`;

/** Every file of the repository at one version, by path. */
export const repositoryFilesOf = (version: string, workflow: string): ReadonlyMap<string, Buffer> => {
  const files: Readonly<Record<string, string>> = {
    '.github/workflows/publish-packages.yml': workflow,
    '.gitignore': 'build/\nrelease/\n',
    Dockerfile: dockerfile,
    LICENSE: license,
    'README.md': readme,
    'go.mod': `module ${module}\n\ngo 1.22\n`,
    'main.go': main,
    'scripts/archive.sh': archiveScript,
    ...packagingFiles(version),
  };
  return new Map(Object.entries(files).map(([path, text]) => [path, Buffer.from(text)]));
};
