"""What kind of browser somebody signs in with, in two coarse words."""

# The session remembers them under these names, for the engine to put into its row.
BROWSER_KEY = "browser"
SYSTEM_KEY = "system"

# Most browsers claim to be several others: the first name that is found is the right one.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("Windows", "Windows"),
    ("CrOS", "ChromeOS"),
    ("Macintosh", "Mac"),
    ("Linux", "Linux"),
)


def kind_of_browser(user_agent: str) -> tuple[str, str]:
    """(browser, system), each one of a few names; empty where it is none of them.

    Versions and models are left out: with them the words would pick a person out.
    """
    return _first(_BROWSERS, user_agent), _first(_SYSTEMS, user_agent)


def _first(names: tuple[tuple[str, str], ...], text: str) -> str:
    return next((name for mark, name in names if mark in text), "")
