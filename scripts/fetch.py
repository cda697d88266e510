"""Fetches a page and what it names (style sheets, scripts, images of ours); says what does not answer 200."""

import re
import sys
from urllib.error import HTTPError
from urllib.parse import urljoin
from urllib.request import urlopen


def main(home):
    with urlopen(home, timeout=30) as answer:
        page = answer.read().decode()
    named = re.findall(r'(?:href|src)="(/[^"]*)"', page)
    broken = [path for path in dict.fromkeys(["/sante/", *named]) if status(urljoin(home, path)) != 200]
    print(f"{home}: {len(page)} characters, {len(named)} links and files, broken: {broken or 'none'}")
    return 1 if broken else 0


def status(address):
    try:
        with urlopen(address, timeout=30) as answer:
            return answer.status
    except HTTPError as error:
        return error.code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
