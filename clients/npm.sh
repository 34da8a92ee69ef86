# shellcheck shell=bash
# What the clients' build.sh share, which Maven calls. Nothing is done again while nothing changed, and nothing is asked of
# the network while the lock is the same. Where there is no Node.js they say so in one line and succeed: the services work
# without. Whoever sources this stands in its own folder and has set:
#   name     what its lines begin with
#   without  what becomes of the build where it cannot be made
#   report   where its tests write what Maven counts
set -euo pipefail

readonly LEAST_NODE=20.19
readonly installed=node_modules/.installed
readonly tested=target/.tested

say() {
  printf '%s: %s\n' "$name" "$1"
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
    say "npm could not install what it is built with (see clients/${PWD##*/}/target/npm.log); $without"
    return 1
  fi
  cp package-lock.json "$installed"
}

# Whether it can be built here; says why not.
can_build() {
  if ! has_node; then
    say "no Node.js $LEAST_NODE or newer here; $without"
    return 1
  fi
  install
}

# changed SINCE FILE…: whether a file is newer than SINCE.
changed() {
  local since=$1
  shift
  [[ ! -f $since ]] || [[ -n $(find "$@" -newer "$since" -print 2>/dev/null | head -n 1) ]]
}

# run_tests SKIP_TESTS SKIP IGNORE_FAILURES FILE…: the report of what did not change still tells the truth; who cleared it away
# wants the tests to run.
run_tests() {
  local skip_tests=$1 skip=$2 ignore_failures=$3 status=0
  shift 3
  [[ $skip_tests == false && $skip == false && -f $installed ]] || return 0
  has_node || return 0
  if [[ -f $report ]] && ! changed "$tested" "$@"; then
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
