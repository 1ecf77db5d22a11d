#!/usr/bin/env bash
# What tests need of the system: Java 17 or later and Maven for a real Neo4j server; nginx, Caddy, openssl and
# systemd-analyze for the deployment examples. Installed where this user may; elsewhere the tests that need them are
# left out, and pytest says which and why.
set -uo pipefail
export DEBIAN_FRONTEND=noninteractive
updated=

install() {
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
    [ -n "$updated" ] || { apt-get update -qq && updated=1; }
    apt-get install -qq -y --no-install-recommends "$@" >/dev/null
}

if ! { java -version && mvn -version; } >/dev/null 2>&1; then
    install default-jdk-headless maven ||
        echo "没有 Java 或 Maven，也装不上：要用真 Neo4j 服务器的测试会跳过 / no Java or Maven: tests on a real server are left out"
fi

export PATH="$PATH:/usr/sbin"
missing=()
command -v nginx >/dev/null || missing+=(nginx-light)
command -v caddy >/dev/null || missing+=(caddy)
command -v openssl >/dev/null || missing+=(openssl)
command -v systemd-analyze >/dev/null || missing+=(systemd)
# Where services run, an installed nginx would be started at once; nobody asked for that.
if [ "${#missing[@]}" -gt 0 ] && { [ -d /run/systemd/system ] || ! install "${missing[@]}"; }; then
    echo "没有 ${missing[*]}：部署例子的一些测试会跳过 / not installed: some tests of the deployment examples are left out"
fi
exit 0
