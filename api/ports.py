"""Ports: taken ones are noticed before anything is started."""

import errno
import socket

from api.start_error import StartError


class PortTakenError(StartError):
    """Another program listens where the server wants to."""

    def __init__(self, port: int, variable: str) -> None:
        super().__init__(
            f"Port {port} is taken by another program. Stop it or set {variable} to another port."
        )


class AddressError(StartError):
    """The server may not listen there at all."""

    def __init__(self, host: str, port: int, reason: str) -> None:
        super().__init__(
            f"The server cannot listen on {host}, port {port}: {reason}. "
            "Set LOTSE_HOST and LOTSE_PORT."
        )


def listen(host: str, port: int, variable: str) -> socket.socket:
    """The listening socket itself, so that nobody can take the port in between."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        # asyncio turns Nagle off only where a socket says that it is TCP; else answers wait 40 ms.
        listener = socket.socket(family, kind, protocol)
    except OSError as error:
        raise AddressError(host, port, error.strerror or str(error)) from error
    # A port that was used a moment ago is free all the same.
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind(address)
        listener.listen(128)
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise PortTakenError(port, variable) from error
        raise AddressError(host, port, error.strerror or str(error)) from error
    return listener


def free_port(wanted: int, *, is_fixed: bool, variable: str) -> int:
    """The wanted port of 127.0.0.1, or any free one if the wanted one is only a suggestion."""
    try:
        with listen("127.0.0.1", wanted, variable):
            return wanted
    except PortTakenError:
        if is_fixed:
            raise
    with listen("127.0.0.1", 0, variable) as listener:
        return int(listener.getsockname()[1])


def own_address(host: str) -> str:
    """Where the server reaches itself, even if it listens on every address of the machine."""
    address = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
    return f"[{address}]" if ":" in address else address
