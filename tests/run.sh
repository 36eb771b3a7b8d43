#!/usr/bin/env bash
# Builds the solution once and runs every test project; installs what they need by itself.
#
#   bash tests/run.sh                 all tests
#   bash tests/run.sh Architecture    only projects whose name holds the word
#
# Ends with one line, "N passed, N failed, N skipped"; a build that fails or a program that crashes counts as a failure.
set -u -o pipefail
cd -- "$(dirname -- "${BASH_SOURCE[0]}")/.." || exit 1
exec </dev/null

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 NO_COLOR=1 MSBUILDTERMINALLOGGER=off
only="${1:-}"
longest=2400 # seconds that a test program may take; one that hangs is a failure, not a wait
passed=0 failed=0 skipped=0 troubles=()
logs=$(mktemp -d)
trap 'rm -rf -- "$logs"' EXIT

# need COMMAND PACKAGE: installs a Debian package when the command is missing (as root; else says what to install).
need() {
  command -v "$1" >/dev/null 2>&1 && return 0
  if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
    printf 'tests/run.sh: "%s" is missing; install the package "%s"\n' "$1" "$2" >&2
    return 1
  fi
  printf '== installing %s\n' "$2"
  { apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$2"; } >/dev/null
}

trouble() {
  failed=$((failed + 1))
  troubles+=("$1")
}

finish() {
  if [ "${#troubles[@]}" -gt 0 ]; then
    printf '\n== what failed\n'
    printf '   %s\n' "${troubles[@]}"
  fi
  printf '%d passed, %d failed, %d skipped\n' "$passed" "$failed" "$skipped"
  [ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
  exit
}

# count LOG WORD: the figure after "WORD: " in the summary that an xunit.v3 program prints, 0 if there is none.
count() {
  local figure
  figure=$(grep -E '^ *.*Total: [0-9]+' "$1" | tail -n 1 | grep -oE "$2: [0-9]+" | grep -oE '[0-9]+$')
  printf '%d' "${figure:-0}"
}

# run_tests NAME: what it says and how it ends go to files; a row of them may run at once.
run_tests() {
  printf '== %s runs\n' "$1"
  nice -n "${patience:-0}" timeout --kill-after=30 "$longest" "tests/$1/bin/Release/net10.0/$1" -noColor -result-xml "$logs/$1.xml" >"$logs/$1.log" 2>&1
  printf '%d' $? >"$logs/$1.code"
}

# slowest NAME: the tests that took longest, in seconds of the clock.
slowest() {
  [ -s "$logs/$1.xml" ] || return 0
  printf '   longest:\n'
  grep -oE '<test [^>]*>' "$logs/$1.xml" | sed -nE 's/.* name="([^"]*)".* time="([0-9]+)[."].*/\2 s  \1/p' | sort -rn | head -n 5 | cut -c 1-160 | sed 's/^/   /'
}

# tell NAME: shows what its tests said, and adds up.
tell() {
  local name="$1" log="$logs/$1.log" code total bad ignored
  printf '\n== %s\n' "$name"
  cat -- "$log"
  slowest "$name"
  code=$(cat -- "$logs/$name.code")
  total=$(count "$log" Total)
  bad=$(($(count "$log" Failed) + $(count "$log" Errors)))
  ignored=$(($(count "$log" Skipped) + $(count "$log" 'Not Run')))
  passed=$((passed + total - bad - ignored))
  skipped=$((skipped + ignored))
  if [ "$bad" -gt 0 ]; then
    failed=$((failed + bad))
    troubles+=("$name: $bad failed")
  elif [ "$code" -ne 0 ]; then
    trouble "$name: the program ended with $code"
  elif [ "$total" -eq 0 ]; then
    trouble "$name: it ran no test"
  fi
}

# run_in_turn NAME...: the wanted ones of a row, one after another.
run_in_turn() {
  local name
  for name in "$@"; do
    case "AlignZeg.$name.Tests" in *"$only"*) run_tests "AlignZeg.$name.Tests" ;; esac
  done
}

need dotnet dotnet-sdk-10.0 || { trouble "the .NET 10 SDK is missing: https://dotnet.microsoft.com/download"; finish; }

# Servers that tests talk to. Servers named here are required from now on: a test that misses one fails.
need redis-server redis-server || { trouble "redis-server is missing"; finish; }
need npm npm || { trouble "npm is missing: install Node.js 20 or newer"; finish; }
need chromium chromium || { trouble "chromium is missing"; finish; }
for folder in tests/tools src/AlignZeg.Web; do
  cmp -s "$folder/package-lock.json" "$folder/node_modules/.installed" && continue
  printf '== installing what %s needs\n' "$folder"
  npm ci --prefix "$folder" --ignore-scripts --no-progress --loglevel=error || { trouble "npm ci in $folder"; finish; }
  cp "$folder/package-lock.json" "$folder/node_modules/.installed"
done
export ALIGNZEG_TEST_SERVERS=required

printf '== building\n'
if ! dotnet build AlignZeg.Orleans.sln -c Release -v quiet -warnaserror; then
  trouble "the build"
  finish
fi

# Those of the command line make two rows of themselves, and wait a quarter of the time: those that only compute, whatever time it is, fill that up. Then two rows at once.
patience=19 run_in_turn Model Architecture Datasets &
run_in_turn Cli
run_in_turn Web &
run_in_turn Server Grains Storage Client &
wait
for project in tests/*.Tests/*.csproj; do
  name=$(basename -- "$project" .csproj)
  case "$name" in *"$only"*) ;; *) continue ;; esac
  if [ -f "$logs/$name.code" ]; then tell "$name"; else trouble "$name: it is in no row of tests/run.sh"; fi
done
finish
