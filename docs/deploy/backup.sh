#!/bin/sh
# 备份库和密钥、审计，各一份按日期命名的副本；留 KEEP 天。库的副本读得出来才算数。
# 要设 LIANTU_HOME（数据）、LIANTU_BACKUPS（备份放哪里，最好在另一块盘）；LIANTU_BIN 是 liantu 所在的文件夹。
set -eu
umask 077
: "${LIANTU_HOME:?}" "${LIANTU_BACKUPS:?}"
bin=${LIANTU_BIN:+$LIANTU_BIN/}
keep=${KEEP:-30}
day=$(date +%F)
mkdir -p "$LIANTU_BACKUPS"

"${bin}liantu" --store "$LIANTU_HOME/liantu.lbug" backup "$LIANTU_BACKUPS/$day.lbug" --replace

if [ -f "$LIANTU_HOME/access.sqlite" ]; then
    "${bin}python" - "$LIANTU_HOME/access.sqlite" "$LIANTU_BACKUPS/$day.access.sqlite" <<'PY'
import sqlite3, sys
with sqlite3.connect(sys.argv[1]) as old, sqlite3.connect(sys.argv[2] + ".part") as new:
    old.backup(new)
old.close(), new.close()
import os
os.replace(sys.argv[2] + ".part", sys.argv[2])
PY
fi

find "$LIANTU_BACKUPS" -maxdepth 1 -type f \( -name '????-??-??.lbug' -o -name '????-??-??.access.sqlite' \) \
    -mtime "+$keep" -exec rm -f {} +
