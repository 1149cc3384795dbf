# Waits for commands and has each run by a shell of its own, which begins in the state in which the last one ended.
# Nothing of a command ever runs in here: whatever it does to its shell, the state before it is kept.
# Arguments: the text of command.sh, the folder to begin in, a mark that nobody else has.
if ((BASH_VERSINFO[0] * 100 + BASH_VERSINFO[1] < 404)); then
  echo "bash $BASH_VERSION is too old; 4.4 or newer is needed."
  exit 1
fi
exec 3<&0 4> "${TESSERA_CHANNEL#pipe:}" < /dev/null 2> /dev/null
script=$1 root=$2 mark=$3
folder=${TESSERA_CHANNEL#pipe:}
folder=${folder%/*}
[[ -w $folder ]] || folder=$(mktemp -d) || exit 1
unset TESSERA_CHANNEL
# Each command is a job with its own process group, and reacts to Ctrl-C as it would at a terminal.
set -m
trap 'interrupted=1' INT

# All that carries the mark: what a command started, whether or not it left its process group.
marked() {
  local entry variables
  found=()
  for entry in /proc/[0-9]*; do
    mapfile -d '' variables < "$entry/environ" || continue
    [[ " ${variables[*]} " == *" $1 "* ]] && found+=("${entry#/proc/}")
  done
}

end_command() {
  local process until=$((SECONDS + 5))
  kill -KILL -- "-$child"
  # A process may fork faster than it is found, and takes a moment to go: it is looked for until none is left.
  while ((SECONDS < until)); do
    marked "TESSERA_COMMAND=$mark.$number"
    ((${#found[@]})) || break
    for process in "${found[@]}"; do kill -KILL "$process"; done
  done
}

# The files may be gone: a command may have cleared the folder of temporary files. The state is kept here, too.
lay_files() {
  [[ -d $folder ]] || mkdir -p -m 700 "$folder"
  printf '%s' "$1" > "$folder/command" || exit 1
  [[ ! $state || -e $state && -e $state.options ]] && return
  printf '%s' "$kept" > "$state"
  printf '%s' "$kept_options" > "$state.options"
}

# Runs a command; sets status, completed and current.
run() {
  lay_files "$1"
  local told=() next=$folder/state.$((number % 2))
  interrupted= completed=0
  TESSERA_SHELL=$mark TESSERA_COMMAND=$mark.$number "$BASH" --norc --noprofile -c "$script" bash \
    "$folder" "$state" "$next" "$number" "$root" < /dev/null 2>&1 3<&- 4>&- &
  child=$!
  wait "$child"
  status=$?
  if [[ $interrupted ]] || kill -0 "$child"; then
    # Out of time, or stopped by itself, from which nobody would wake it.
    end_command
    wait "$child"
    return
  fi
  mapfile -d '' told < "$folder/done" && [[ ${told[0]} == "$number" ]] || return
  completed=1 state=$next current=${told[1]}
  IFS= read -r -d '' kept < "$state"
  IFS= read -r -d '' kept_options < "$state.options"
}

number=0 state= current=$root
run ""
((completed)) || exit 1
# From now on, the variables that commands see come from their state alone.
for name in $(compgen -e); do
  [[ $name == TESSERA_TREE ]] || export -n "$name"
done
printf 'ready\0' >&4

while :; do
  request=
  IFS= read -r -d '' -u 3 request
  ended=$?
  ((ended > 128)) && continue
  ((ended == 0)) || exit 0
  number=$((number + 1))
  run "$request"
  marked "TESSERA_SHELL=$mark"
  jobs=()
  for process in "${found[@]:0:50}"; do
    mapfile -d '' words < "/proc/$process/cmdline" || continue
    line=${words[*]}
    [[ $line ]] && jobs+=("$process" "${line:0:200}")
  done
  printf '%s\0' "$status" "$completed" "${interrupted:-0}" "$current" "${#jobs[@]}" "${jobs[@]}" >&4
done
