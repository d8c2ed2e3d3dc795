#!/bin/sh
# Finds a Chromium for the browser tests, or installs one where it may: as root
# on Debian or Ubuntu. Never fails: tests without a browser are skipped.
# The headless shell is the same engine without a browser's windows around it:
# the tests take half of the processor's time with it.
shell=chromium-headless-shell

found() {
    for name in "$@"; do
        command -v "$name" >/dev/null 2>&1 && return 0
    done
    return 1
}

install() {
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$1" fonts-dejavu-core >/dev/null 2>&1
}

found ${CHROMIUM:+"$CHROMIUM"} "$shell" && exit 0
if [ "$(id -u)" = 0 ] && found apt-get; then
    echo "Installing a browser for the browser tests ..."
    for try in 1 2 3; do
        apt-get update -qq >/dev/null 2>&1 && { install "$shell" || install chromium; } && exit 0
        sleep $((try * 5))
    done
fi
found chromium chromium-browser google-chrome google-chrome-stable && exit 0
echo "No Chromium found: the browser tests will be skipped. Install the package $shell or chromium, or set CHROMIUM=/path/to/it."
