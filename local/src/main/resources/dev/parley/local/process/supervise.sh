# Runs one command for a parent that may vanish: supervise <stop signal> <grace in seconds> <log file> <command...>
#
# Standard input is a pipe that the parent holds open and never writes to. When it closes, the parent is gone, however it
# died, and the command gets the stop signal and, after the grace, SIGKILL. The command runs in a process group of its own,
# so a Ctrl-C in the terminal reaches the parent only and the parent decides what ends first. The first line on standard
# output is the command's process id; the exit status is the command's.
signal=$1 grace=$2 log=$3
shift 3
exec 3<&0 4>&1 </dev/null >>"$log" 2>&1
trap : INT HUP TERM QUIT

set -m
"$@" 3<&- 4>&- &
child=$!
set +m
printf '%s\n' "$child" >&4
exec 4>&-

{
  trap "" INT HUP TERM QUIT
  while read -r _; do :; done <&3
  kill -s "$signal" "$child"
  kill -s CONT "$child"
  for ((tenths = grace * 10; tenths > 0; tenths--)); do
    kill -s 0 "$child" || exit 0
    sleep 0.1
  done
  kill -s KILL -- "-$child"
} 2>/dev/null &
watcher=$!
# Disowned, so that bash does not report its end.
disown "$watcher"
exec 3<&-

# A trapped signal ends `wait` early, while the command lives on.
status=0
while :; do
  wait "$child"
  status=$?
  kill -s 0 "$child" 2>/dev/null || break
done
kill -s KILL "$watcher" 2>/dev/null
kill -s KILL -- "-$child" 2>/dev/null
exit "$status"
