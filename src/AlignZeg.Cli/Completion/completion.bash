# Completes alignzeg in bash. Made by: alignzeg completion bash
_alignzeg() {
  local line=${COMP_LINE#* } suggestion
  local at=$((COMP_POINT - (${#COMP_LINE} - ${#line})))
  COMPREPLY=()
  while IFS= read -r suggestion; do
    [[ -n $suggestion && $suggestion == "${COMP_WORDS[COMP_CWORD]}"* ]] && COMPREPLY+=("$suggestion")
  done < <("${COMP_WORDS[0]}" "[suggest:$at]" "$line" 2>/dev/null)
}
complete -o default -F _alignzeg alignzeg
