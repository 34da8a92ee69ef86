#!/usr/bin/env bash
# Called by Maven: `build` compiles the library, `test` checks and tests it.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

readonly name=parley-typescript-client
readonly without="it is left out"
readonly report=target/surefire-reports/TEST-typescript-client.xml
readonly built=dist/.built
source ../npm.sh

build() {
  can_build || return 0
  if changed "$built" src package-lock.json tsconfig.json; then
    rm -rf dist
    npm run --silent build
    touch "$built"
  fi
}

case ${1-} in
  build) build ;;
  test) run_tests "${@:2:3}" src test system example ../npm.sh ./*.sh ./*.json ./*.ts ;;
  *)
    say "unknown: ${1-}"
    exit 2
    ;;
esac
