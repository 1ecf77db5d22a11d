#!/usr/bin/env bash
# What the tests of the pages need: a Chromium. Installed where this user may; elsewhere these tests are left out,
# and pytest says which and why.
set -uo pipefail
for name in chromium chromium-browser google-chrome; do command -v "$name" >/dev/null && exit 0; done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq && apt-get install -qq -y --no-install-recommends chromium fonts-noto-cjk >/dev/null && exit 0
fi
echo "没有 Chromium，也装不上：页面在浏览器里的测试会跳过 / no Chromium: tests of the pages in a browser are left out"
