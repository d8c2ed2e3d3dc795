#!/bin/sh
# Finds a Chromium for the browser tests, or installs one where it may: as root
# on Debian or Ubuntu. Never fails: tests without a browser are skipped.
for name in "${CHROMIUM:-chromium}" chromium chromium-browser google-chrome google-chrome-stable; do
    if command -v "$name" >/dev/null 2>&1; then
        exit 0
    fi
done
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "Installing Chromium for the browser tests ..."
    for try in 1 2 3; do
        if apt-get update -qq >/dev/null 2>&1 &&
            DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends chromium fonts-dejavu-core >/dev/null 2>&1 &&
            command -v chromium >/dev/null 2>&1; then
            exit 0
        fi
        sleep $((try * 5))
    done
fi
echo "No Chromium found: the browser tests will be skipped. Install the package chromium, or set CHROMIUM=/path/to/it."
