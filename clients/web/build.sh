#!/usr/bin/env bash
# Called by Maven: `page` builds the page into target/classes, `test` checks the types and runs the unit tests.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

readonly name=parley-web
readonly without="the gateway is built without its page"
readonly report=target/surefire-reports/TEST-web.xml
readonly page=target/classes/parley-web
readonly sdk=../typescript/src
source ../npm.sh

build_page() {
  if ! can_build; then
    rm -rf "$page"
    return
  fi
  if changed "$page/files.tsv" index.html src public "$sdk" ./*.json ./*.ts; then
    npm run --silent build
  fi
}

case ${1-} in
  page) build_page ;;
  test) run_tests "${@:2:3}" index.html src test browser "$sdk" ../npm.sh ./*.sh ./*.json ./*.ts ;;
  *)
    say "unknown: ${1-}"
    exit 2
    ;;
esac
