# Completes alignzeg in fish. Made by: alignzeg completion fish
function __alignzeg_complete
    set -l line (string replace -r '^\S+\s*' '' -- (commandline -cp | string collect))
    alignzeg "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null
end
complete -c alignzeg -a '(__alignzeg_complete)'
