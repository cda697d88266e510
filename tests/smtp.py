"""A mail server for tests: real sockets and a real conversation on the loopback, no message leaves the machine."""

import socketserver
import threading
from contextlib import contextmanager
from email import message_from_bytes

from django.core.mail.backends.smtp import EmailBackend

GREETING = b""


class Conversation(socketserver.StreamRequestHandler):
    def handle(self):
        if GREETING in self.server.faults:
            return self.fail(GREETING)
        self.say("220 loopback")
        for line in self.rfile:
            verb = line.split(None, 1)[0].upper() if line.strip() else b""
            if verb in self.server.faults or self.server.breaks_on in line:
                return self.fail(verb)
            if verb == b"DATA":
                self.say("354 go on")
                self.server.received.append(message_from_bytes(b"".join(iter(self.rfile.readline, b".\r\n"))))
                self.server.meanwhile()
                self.say("250 taken")
            elif verb == b"RCPT" and self.server.refuses in line:
                self.say("550 no such mailbox")
            elif verb == b"QUIT":
                return self.say("221 bye")
            else:
                self.say("250 ok")

    def fail(self, verb):
        """Say the planted answer, if any, and hang up."""
        if self.server.faults.get(verb):
            self.say(self.server.faults[verb])

    def say(self, line):
        self.wfile.write(f"{line}\r\n".encode())


class Server(socketserver.ThreadingTCPServer):
    """`faults` plants an answer at a verb (or at the greeting), after which the server hangs up."""

    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, port=0):
        self.received = []
        self.faults = {}
        self.breaks_on = b"\0"
        self.refuses = b"nobody@"
        self.meanwhile = lambda: None
        super().__init__(("127.0.0.1", port), Conversation)

    @property
    def subjects(self):
        return [message["Subject"] for message in self.received]


class DyingBackend(EmailBackend):
    """The process dies once the server has taken the mail, before anybody notes it."""

    def send_messages(self, email_messages):
        super().send_messages(email_messages)
        raise SystemExit


@contextmanager
def smtp_server(port=0):
    """A server answering on `port` (any free one by default) until the end of the block."""
    with Server(port) as server:
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
        try:
            yield server
        finally:
            server.shutdown()
