#!/usr/bin/env bash
# Called by Maven. `page` builds the page into target/classes, if there is a Node.js that can and something changed;
# `test` checks the types and runs the unit tests. Where there is no Node.js, it says so in one line and succeeds: the services work without.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

readonly LEAST_NODE=20.19
readonly page=target/classes/parley-web
readonly sdk=../typescript/src
readonly installed=node_modules/.installed
readonly tested=target/.tested
readonly report=target/surefire-reports/TEST-web.xml

say() {
  printf 'parley-web: %s\n' "$1"
}

has_node() {
  command -v node >/dev/null && command -v npm >/dev/null || return 1
  local version
  version=$(node -p 'process.versions.node')
  [[ $(printf '%s\n%s\n' "$LEAST_NODE" "$version" | sort -V | head -n 1) == "$LEAST_NODE" ]]
}

# The packages exactly as the lock names them; nothing is asked of the network while the lock is the same.
install() {
  cmp -s package-lock.json "$installed" && return
  mkdir -p target
  if ! npm ci --no-progress >target/npm.log 2>&1; then
    say "npm could not install what the page is built with (see clients/web/target/npm.log); the gateway is built without it"
    return 1
  fi
  cp package-lock.json "$installed"
}

# changed SINCE FILE…: whether a file is newer than SINCE.
changed() {
  local since=$1
  shift
  [[ ! -f $since ]] || [[ -n $(find "$@" -newer "$since" -print 2>/dev/null | head -n 1) ]]
}

build_page() {
  if ! has_node; then
    rm -rf "$page"
    say "no Node.js $LEAST_NODE or newer here; the gateway is built without its page"
    return
  fi
  if ! install; then
    rm -rf "$page"
    return
  fi
  if changed "$page/files.tsv" index.html src public "$sdk" ./*.json ./*.ts; then
    npm run --silent build
  fi
}

# The report of an unchanged page still tells the truth; who cleared it away wants the tests to run.
run_tests() {
  local skip_tests=$1 skip=$2 ignore_failures=${3-} status=0
  [[ $skip_tests == false && $skip == false && -f $installed ]] || return 0
  has_node || return 0
  if [[ -f $report ]] && ! changed "$tested" index.html src test browser "$sdk" ./*.json ./*.ts; then
    return
  fi
  rm -f "$tested"
  npm run --silent check
  npm run --silent test || status=$?
  if ((status == 0)); then
    touch "$tested"
  fi
  # Whoever ignores failures counts them in the report.
  [[ $status == 0 || $ignore_failures == true ]]
}

case ${1-} in
  page) build_page ;;
  test) run_tests "${@:2}" ;;
  *)
    say "unknown: ${1-}"
    exit 2
    ;;
esac
