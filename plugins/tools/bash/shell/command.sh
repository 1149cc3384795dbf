# Runs one command and, if it leaves its shell alive, writes down the shell's state for the next one.
# Arguments: a folder of our own, the state to begin in, where to write the new one, the command's number, the folder to fall back to.
declare -r __tessera=("$@")
set --
IFS= read -r -d '' __tessera_command < "${__tessera[0]}/command"
__tessera_trace=
[[ ${__tessera[1]} ]] && . "${__tessera[1]}" && . "${__tessera[1]}.options"
# Tracing begins with the command, not with what is done for it.
builtin eval "$__tessera_trace$__tessera_command"
{
  __tessera_status=$? __tessera_flags=$-
  set +x
  # Not in a subshell, where some of them would be others.
  { set +o; shopt -p; } >| "${__tessera[2]}.options"
  # Whatever the command has set must not disturb the writing.
  set +e +u +v +f +C +o posix
  builtin trap - ERR DEBUG RETURN
  builtin mapfile -t __tessera_names < <(builtin compgen -v)
  {
    builtin printf 'cd -- %q 2> /dev/null || { printf "(%%s does not exist any more; the shell is back in %%s)\\n" %q %q; cd -- %q; }\n' \
      "$PWD" "$PWD" "${__tessera[4]}" "${__tessera[4]}"
    for __tessera_name in "${__tessera_names[@]}"; do
      case $__tessera_name in
        __tessera* | TESSERA_* | BASH* | EUID | UID | PPID | GROUPS | SHELLOPTS | SHLVL | PWD | _ | FUNCNAME | DIRSTACK | PIPESTATUS | \
          RANDOM | SRANDOM | SECONDS | EPOCHSECONDS | EPOCHREALTIME | LINENO | HISTCMD | COMP_* | COPROC* | MAPFILE) ;;
        *) builtin declare -p "$__tessera_name" ;;
      esac
    done
    # What would take the place of what this is made of is not carried on.
    builtin mapfile -t __tessera_names < <(builtin compgen -A function)
    for __tessera_name in "${__tessera_names[@]}"; do
      case $__tessera_name in
        builtin | eval | exit | set | unset | . | source) ;;
        *) builtin declare -f "$__tessera_name" ;;
      esac
    done
    builtin declare -Fx
    builtin alias -p
    builtin umask -p
    [[ $__tessera_flags == *x* ]] && builtin echo "__tessera_trace='set -x; '"
  } >| "${__tessera[2]}"
  builtin printf '%s\0' "${__tessera[3]}" "$PWD" >| "${__tessera[0]}/done"
} 2> /dev/null
builtin exit "$__tessera_status"
