"""A real SMTP server for tests: smtp_server.py MODE CERT KEY DIRECTORY. Prints its port, and writes each mail into the directory.

MODE is none, starttls, tls, or starttls-missing (a server that offers no encryption). The user is "backup" with the password "s3cret",
except in the mode none. The mailbox gone@example.org does not exist, and busy@example.org is not available now."""
import os
import socket
import ssl
import sys

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult

mode, cert, key, directory = sys.argv[1:5]


class Mailbox:
    def __init__(self):
        self.mails = 0

    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("gone@"):
            return "550 5.1.1 no such mailbox"
        if address.startswith("busy@"):
            return "451 4.2.0 mailbox is busy"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.mails += 1
        name = os.path.join(directory, f"{self.mails}.eml")
        with open(name + ".part", "wb") as mail:
            mail.write(b"X-To: " + ", ".join(envelope.rcpt_tos).encode() + b"\r\n" + envelope.content)
        os.rename(name + ".part", name)
        return "250 OK"


def authenticate(server, session, envelope, mechanism, data):
    return AuthResult(success=data.login == b"backup" and data.password == b"s3cret", handled=False)


tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
if mode in ("tls", "starttls"):
    tls.load_cert_chain(cert, key)
secure = {"authenticator": authenticate, "auth_required": True}


class Server(Controller):
    def factory(self):
        if mode == "starttls":
            return SMTP(self.handler, tls_context=tls, require_starttls=True, **secure)
        if mode == "tls":
            return SMTP(self.handler, auth_require_tls=False, **secure)
        return SMTP(self.handler)


# The controller connects to its own port at the start, so the port must be known before.
with socket.socket() as free:
    free.bind(("127.0.0.1", 0))
    port = free.getsockname()[1]
server = Server(Mailbox(), hostname="127.0.0.1", port=port, ssl_context=tls if mode == "tls" else None)
server.start()
print(port, flush=True)
# Ends with the test, which closes this program's input.
sys.stdin.read()
server.stop()
