#!/usr/bin/env bash
# What the tests on a real Neo4j server need: Java 17 or later and Maven. Installed where this user may;
# elsewhere the tests that need them are left out, and pytest says which and why.
set -uo pipefail
java -version >/dev/null 2>&1 && mvn -version >/dev/null 2>&1 && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
    export DEBIAN_FRONTEND=noninteractive
    apt-get update -qq && apt-get install -qq -y --no-install-recommends default-jdk-headless maven >/dev/null && exit 0
fi
echo "没有 Java 或 Maven，也装不上：要用真 Neo4j 服务器的测试会跳过 / no Java or Maven: tests on a real server are left out"
