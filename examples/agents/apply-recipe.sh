#!/bin/sh
# Applies the first steps of a prepared change, each unless it is applied already: what a scripted model has a coding agent run.
# Usage: apply-recipe.sh <recipe> <steps>
set -eu
recipes="$(dirname "$0")/recipes/$1"
steps="$2"
for patch in "$recipes"/*.patch; do
  [ "$steps" -gt 0 ] || break
  steps=$((steps - 1))
  git apply --reverse --check "$patch" 2>/dev/null || git apply "$patch"
done
