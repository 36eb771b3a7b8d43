#compdef alignzeg
# Completes alignzeg in zsh. Made by: alignzeg completion zsh
_alignzeg() {
  local line=${BUFFER#* }
  local at=$((CURSOR - (${#BUFFER} - ${#line})))
  local -a suggestions
  suggestions=("${(@f)$("${words[1]}" "[suggest:$at]" "$line" 2>/dev/null)}")
  suggestions=(${suggestions:#})
  if (( ${#suggestions} )); then compadd -- "${suggestions[@]}"; else _files; fi
}
compdef _alignzeg alignzeg
