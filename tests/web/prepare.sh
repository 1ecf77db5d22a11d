#!/usr/bin/env bash
# What the tests of the pages need: a Chromium, and a Firefox for the main path. Installed where this user may;
# elsewhere these tests are left out, and pytest says which and why.
set -uo pipefail
have() { for name in "$@"; do command -v "$name" >/dev/null && return 0; done; return 1; }
missing=()
have chromium chromium-browser google-chrome || missing+=(chromium fonts-noto-cjk)
have firefox-esr firefox || missing+=(firefox-esr)
[ "${#missing[@]}" = 0 ] && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq
    # One after the other: where a release has no such package, the other one is installed all the same.
    for name in "${missing[@]}"; do apt-get install -qq -y --no-install-recommends "$name" >/dev/null; done
fi
have chromium chromium-browser google-chrome ||
    echo "没有 Chromium，也装不上：页面在浏览器里的测试会跳过 / no Chromium: tests of the pages in a browser are left out"
have firefox-esr firefox ||
    echo "没有 Firefox，也装不上：主路径在 Firefox 里的测试会跳过 / no Firefox: the main path is not tested in it"
exit 0
