#!/usr/bin/env bash
# Everything that has to be right before a change lands, in one command: installs what the tests need (Debian, as root
# or with sudo), builds, checks the format, tests, packs. The last line is the sum: "N passed, N failed".
# CI=false: a browser, a database or a compiler that cannot be installed skips its tests instead of failing them.
set -uo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."

export CI="${CI:-true}"
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1 DOTNET_CLI_UI_LANGUAGE=en
# No build server outlives this script.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 UseSharedCompilation=false

solution=Auth0.AspNetCore.Mrrt.sln
output=$(mktemp -d)
group=
passed=0
failed=0
skipped=0

# Each step is a process group of its own, so that whatever a crashed test left running ends with its step.
end_group() {
    [ -n "$group" ] && kill -KILL -- "-$group" 2>/dev/null
    group=
}
trap 'end_group; remove_policy; rm -rf "$output"' EXIT
trap 'exit 130' INT TERM

# run NAME COMMAND...: runs the command into a log and prints one line; the end of the log when it failed.
run() {
    local name=$1 began=$SECONDS status
    shift
    set -m
    "$@" >"$output/log" 2>&1 </dev/null &
    group=$!
    set +m
    wait "$group"
    status=$?
    end_group
    if [ "$status" -eq 0 ]; then
        printf 'ok      %-52s %4d s\n' "$name" $((SECONDS - began))
    else
        tail -n 150 "$output/log"
        printf 'FAILED  %-52s %4d s\n' "$name" $((SECONDS - began))
    fi
    return "$status"
}

finish() {
    printf '        %-52s %4d s\n' 'all of it' "$SECONDS"
    local sum="$passed passed, $failed failed"
    [ "$skipped" -gt 0 ] && sum+=", $skipped skipped"
    echo "$sum"
    [ "$failed" -eq 0 ]
    exit
}

# step NAME COMMAND...: what comes after makes no sense without it.
step() {
    run "$@" && return
    failed=$((failed + 1))
    finish
}

# install WHAT COMMAND...: sudo may ask for a password, which only works before the command is put in the background.
install() {
    local what=$1
    shift
    [ "$(id -u)" -eq 0 ] || sudo -v
    if [ "$CI" = true ]; then step "install $what" "$@"; else run "install $what" "$@" || true; fi
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo "$@"; fi
}

apt_install() {
    local apt=(env DEBIAN_FRONTEND=noninteractive apt-get -y -o DPkg::Lock::Timeout=300)
    as_root "${apt[@]}" install --no-install-recommends "$@" && return
    as_root "${apt[@]}" update && as_root "${apt[@]}" install --no-install-recommends "$@"
}

# The package starts a server of its own unless it is told not to; the tests start theirs.
install_postgresql() {
    local folder=/etc/postgresql-common/createcluster.d
    local no_server=$folder/auth0-aspnetcore-mrrt-tests.conf status
    as_root mkdir -p "$folder"
    echo 'create_main_cluster = false' | as_root tee "$no_server" >/dev/null
    apt_install postgresql
    status=$?
    as_root rm -f "$no_server"
    return "$status"
}

# The package starts a server, now and at each boot, unless it is told not to; the tests start theirs. A policy says no while
# it is installed. It is removed at the latest when this script ends.
policy=/usr/sbin/policy-rc.d
policy_mark='# for the tests of Auth0.AspNetCore.Mrrt only'

remove_policy() {
    ! grep -qsxF "$policy_mark" "$policy" || as_root rm -f "$policy"
}

install_redis() {
    local status
    if [ ! -e "$policy" ]; then
        printf '#!/bin/sh\n%s\nexit 101\n' "$policy_mark" | as_root tee "$policy" >/dev/null
        as_root chmod +x "$policy"
    fi
    apt_install redis-server
    status=$?
    remove_policy
    ! command -v systemctl >/dev/null || as_root systemctl disable redis-server || true
    return "$status"
}

tools_are_here() {
    local tool missing=0
    for tool in dotnet node npm; do
        command -v "$tool" && continue
        echo "$tool is missing: the tests need the .NET SDK that global.json names, and Node.js 20 or newer with npm."
        missing=1
    done
    return "$missing"
}

node_packages() {
    npm ci --prefix tests/real-op --ignore-scripts --no-audit --no-fund
}

node_tests() {
    npm test --prefix tests/real-op
}

pack() {
    local project
    for project in src/*/*.csproj; do
        dotnet pack "$project" -c Release --no-build -o "$output/packages" || return
    done
}

test_project() {
    dotnet test "$1" -c Release --no-build --results-directory "$2" --logger trx \
        --blame-hang --blame-hang-timeout 4min --blame-hang-dump-type none
}

# nodes WHAT: the number in the node test runner's "# pass 9" line.
nodes() {
    awk -v what="$1" '$1 == "#" && $2 == what { n += $3 } END { print n + 0 }' "$output/log"
}

# counted FOLDER: "total executed passed" of every trx file in it. xunit's skipped tests are total less executed.
counted() {
    find "$1" -name '*.trx' -exec grep -ho '<Counters [^>]*>' {} + 2>/dev/null | awk '
        function attribute(name) {
            if (!match($0, " " name "=\"[0-9]+")) return 0
            return substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 3)
        }
        { total += attribute("total"); executed += attribute("executed"); ok += attribute("passed") }
        END { print total + 0, executed + 0, ok + 0 }'
}

# add PASSED FAILED SKIPPED
add() {
    printf '        %d of %d passed' "$1" $(($1 + $2))
    [ "$3" -gt 0 ] && printf ', %d skipped' "$3"
    echo
    passed=$((passed + $1))
    failed=$((failed + $2))
    skipped=$((skipped + $3))
}

# Neither a run that broke off nor a project of which no test was found may look like success.
run_node_tests() {
    local status bad
    run 'test real-op' node_tests
    status=$?
    bad=$(nodes fail)
    [ "$status" -ne 0 ] && [ "$bad" -eq 0 ] && bad=1
    add "$(nodes pass)" "$bad" "$(nodes skipped)"
}

run_tests_of() {
    local project=$1 name results status total executed ok bad
    name=$(basename "$project" .csproj)
    results=$output/results/$name
    mkdir -p "$results"
    run "test $name" test_project "$project" "$results"
    status=$?
    read -r total executed ok < <(counted "$results")
    bad=$((executed - ok))
    [ "$status" -ne 0 ] && [ "$bad" -eq 0 ] && bad=1
    if [ "$total" -eq 0 ] && [ "$bad" -eq 0 ] && find "$(dirname "$project")" -name '*.cs' | grep -q .; then
        echo "FAILED  $name has sources, but no test was found"
        bad=1
    fi
    add "$ok" "$bad" $((total - executed))
}

step 'tools' tools_are_here
[ -x /usr/bin/chromium ] || install Chromium apt_install chromium
ls /usr/lib/postgresql/*/bin/initdb >/dev/null 2>&1 || install PostgreSQL install_postgresql
[ -x /usr/bin/redis-server ] || install Redis install_redis
[ -x /usr/bin/clang ] && [ -f /usr/include/zlib.h ] || install clang apt_install clang zlib1g-dev
[ tests/real-op/node_modules/.package-lock.json -nt tests/real-op/package-lock.json ] ||
    step 'node packages' node_packages

step 'restore' dotnet restore "$solution"
step 'build' dotnet build "$solution" -c Release --no-restore
step 'format' dotnet format "$solution" --no-restore --verify-no-changes

run_node_tests
# The others hold what tests share, and programs.
for project in $(grep -l 'eng/Test.props' tests/*/*.csproj); do
    run_tests_of "$project"
done

step 'pack' pack
finish
