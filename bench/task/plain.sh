#!/usr/bin/env bash
# What a task does, by hand: the test of a feature is seen to fail, the change is made, and the same test is seen to pass on
# staging. Prints a line "part <name> <ms since 1970>" as each part begins.
#
# Given by the environment: REPOSITORY, BRANCH, WORK (an empty folder but for what `plain-side.ts` has put there), TEST (the
# generated test), TEST_PATH (where it belongs in the project), CODER and REQUEST (a command line and its input), PLAYWRIGHT
# (a command line), STAGING_PORT. The shop has no set-up; its lint, tests and server are what its package.json names.
set -euo pipefail
part() { echo "part $1 $(date +%s%3N)"; }

part clone
git clone --quiet "$REPOSITORY" "$WORK/checkout"
cd "$WORK/checkout"
git switch --quiet --create "$BRANCH"

part red
mkdir -p "$(dirname "$TEST_PATH")"
cp "$TEST" "$TEST_PATH"
if $PLAYWRIGHT test --config "$WORK/red.config.mjs" >"$WORK/red.log" 2>&1; then
  echo 'The test does not fail before the change.' >&2
  exit 1
fi
grep -q ' failed' "$WORK/red.log"
git add "$TEST_PATH"
git commit --quiet --message 'Test'

part coder
sh -c "$CODER" <"$REQUEST" >"$WORK/coder.log"
git add --all
git commit --quiet --message 'Implement'

part checks
node lint.mjs >"$WORK/lint.log"
node --test >"$WORK/unit-tests.log"

part staging
HOST=127.0.0.1 PORT=$STAGING_PORT node server.mjs >"$WORK/staging.log" 2>&1 &
staging=$!
trap 'kill $staging 2>/dev/null || true' EXIT
until curl --silent --fail --output /dev/null "http://127.0.0.1:$STAGING_PORT/health"; do sleep 0.05; done

part green
$PLAYWRIGHT test --config "$WORK/green.config.mjs" >"$WORK/green.log" 2>&1

part push
git push --quiet origin HEAD
kill $staging
wait $staging || true

part end
