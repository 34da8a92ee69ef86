#!/usr/bin/env bash
# Called by Maven: `build` compiles the library, `test` checks and tests it. Nothing is done again while nothing changed, and
# nothing is asked of the network while the lock is the same. Without a Node.js it says so in one line and succeeds.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")"

# The library runs on less; what builds and tests it wants this.
readonly LEAST_NODE=20.19
readonly installed=node_modules/.installed
readonly built=dist/.built
readonly tested=target/.tested
readonly report=target/surefire-reports/TEST-typescript-client.xml

say() {
  printf 'parley-typescript-client: %s\n' "$1"
}

has_node() {
  command -v node >/dev/null && command -v npm >/dev/null || return 1
  local version
  version=$(node -p 'process.versions.node')
  [[ $(printf '%s\n%s\n' "$LEAST_NODE" "$version" | sort -V | head -n 1) == "$LEAST_NODE" ]]
}

# The packages exactly as the lock names them.
install() {
  cmp -s package-lock.json "$installed" && return
  mkdir -p target
  if ! npm ci --no-progress >target/npm.log 2>&1; then
    say "npm could not install what it is built with, so it is left out; see clients/typescript/target/npm.log"
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

build() {
  if ! has_node; then
    say "no Node.js $LEAST_NODE or newer here, so it is left out"
    return
  fi
  install || return 0
  if changed "$built" src package-lock.json tsconfig.json; then
    rm -rf dist
    npm run --silent build
    touch "$built"
  fi
}

# The report of an unchanged library still tells the truth; who cleared it away wants the tests to run.
run_tests() {
  local skip_tests=$1 skip=$2 ignore_failures=${3-} status=0
  [[ $skip_tests != true && $skip != true && -f $built ]] || return 0
  if [[ -f $report ]] && ! changed "$tested" src test example ./*.json ./*.ts; then
    return
  fi
  rm -f "$tested"
  mkdir -p target
  npm run --silent check
  npm run --silent test || status=$?
  if ((status == 0)); then
    touch "$tested"
  fi
  # Whoever ignores failures counts them in the report.
  [[ $status == 0 || $ignore_failures == true ]]
}

case ${1-} in
  build) build ;;
  test) run_tests "${@:2}" ;;
  *)
    say "unknown: ${1-}"
    exit 2
    ;;
esac
