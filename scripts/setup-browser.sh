#!/bin/sh
# The browser tests drive a real Chromium: the one in COPNET_CHROMIUM or on the PATH, else Debian's package.
set -eu
[ -n "${COPNET_CHROMIUM:-}" ] && exit 0
command -v chromium >/dev/null 2>&1 && exit 0
if ! command -v apt-get >/dev/null 2>&1; then
    echo "Chromium is needed for the browser tests. Install it, or set COPNET_CHROMIUM to its program." >&2
    exit 1
fi
[ "$(id -u)" = 0 ] && sudo= || sudo=sudo
echo "Installing Chromium for the browser tests (once) ..."
$sudo apt-get update -q >/dev/null
DEBIAN_FRONTEND=noninteractive $sudo apt-get install -q -y --no-install-recommends chromium fonts-dejavu-core fonts-wqy-microhei >/dev/null
