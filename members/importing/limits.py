"""What a file may hold. A list of 100,000 members stays far below each of them."""

LARGEST_FILE = 50 << 20
MOST_ROWS = 200_000
MOST_COLUMNS = 200
LONGEST_CELL = 32_767
# An .xlsx file is an archive: what is in it when unpacked, as a whole and its table of texts.
LARGEST_UNPACKED = 400 << 20
LARGEST_TEXTS = 64 << 20
