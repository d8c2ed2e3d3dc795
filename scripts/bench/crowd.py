"""Many browsers at once that cost the machine next to nothing: what is measured is the site, not they."""

import selectors
import socket
import time
from collections.abc import Sequence

_END_OF_HEAD = b"\r\n\r\n"


class Browser:
    """One connection that is kept open and sends its requests one after the other."""

    def __init__(self, port: int, requests: Sequence[bytes]):
        self.waiting = iter(requests)
        self.answer = b""
        self.socket = socket.create_connection(("localhost", port), timeout=60)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send_next(self) -> bool:
        """False where nothing is left to send."""
        request = next(self.waiting, None)
        if request is None:
            return False
        self.answer = b""
        self.socket.sendall(request)
        return True

    def has_answer(self) -> bool:
        """Takes in what has come. An answer here is a head alone: nothing that is measured has a body."""
        came = self.socket.recv(65536)
        assert came, f"The server hung up after {self.answer!r}"
        self.answer += came
        return self.answer.endswith(_END_OF_HEAD)


def requests_a_second(*, port: int, requests: Sequence[bytes], at_once: int, wanted: int) -> float:
    """Send all of them through so many connections; each must be answered with the status `wanted`."""
    browsers = [Browser(port, requests[first::at_once]) for first in range(at_once)]
    start_of_answer = f"HTTP/1.1 {wanted} ".encode()
    with selectors.DefaultSelector() as ready:
        begun = time.perf_counter()
        for browser in browsers:
            if browser.send_next():
                ready.register(browser.socket, selectors.EVENT_READ, browser)
        while ready.get_map():
            for key, _events in ready.select(timeout=60):
                browser = key.data
                if not browser.has_answer():
                    continue
                assert browser.answer.startswith(start_of_answer), browser.answer
                if not browser.send_next():
                    ready.unregister(browser.socket)
                    browser.socket.close()
        return len(requests) / (time.perf_counter() - begun)
