# shellcheck shell=bash
# Reads the reports of Surefire and Failsafe, for test.sh. A missing directory has no reports.

# reports <awk program> <directory...>: runs the program on each XML element. a(NAME) is an attribute of the element.
reports() {
  local program="$1"
  shift
  { find "$@" -name 'TEST-*.xml' -print0 2>/dev/null || true; } | LC_ALL=C xargs -0 -r awk -v RS='>' '
    function a(name) { return match($0, "[ \n]" name "=\"[^\"]*\"") ? substr($0, RSTART + length(name) + 3, RLENGTH - length(name) - 4) : "" }
    '"$program"
}

# slowest_classes <directory...>: the 15 slowest test classes with their seconds.
slowest_classes() {
  reports '/<testsuite[ \n]/ { t = a("time"); gsub(",", "", t); printf "%8.1f s  %s\n", t, a("name") }' "$@" | LC_ALL=C sort -rn | sed -n 1,15p
}

# flaky_tests <directory...>: tests that failed once and passed when repeated.
flaky_tests() {
  reports '/<testcase[ \n]/ { test = a("classname") "." a("name") }
    /<(flakyFailure|flakyError)[ \n]/ { if (!seen[test]++) print test }' "$@" | LC_ALL=C sort
}

# failed_tests <directory...>: tests that failed each time.
failed_tests() {
  reports '/<testcase[ \n]/ { test = a("classname") "." a("name") }
    /<(failure|error)[ \n]/ { if (!seen[test]++) print test }' "$@" | LC_ALL=C sort
}

# maven_totals: the sums of Maven's totals on stdin, as `TESTS BAD SKIPPED`. The reports miss tests: for a class with tests of two engines
# (Jupiter and jqwik) the second report overwrites the first.
maven_totals() {
  awk '/^\[(INFO|WARNING|ERROR)\] Tests run: [0-9]+, Failures: [0-9]+, Errors: [0-9]+, Skipped: [0-9]+(, Flakes: [0-9]+)?$/ {
    gsub(",", ""); t += $4; b += $6 + $8; s += $10 } END { print t + 0, b + 0, s + 0 }'
}
