"""What tests are given of the machine is theirs."""

import socket

from surroundings import free_port


def test_a_free_port_stays_free_until_somebody_listens_there() -> None:
    mine = {free_port() for _number in range(200)}
    others = set()
    for _number in range(2000):
        with socket.socket() as other:
            other.bind(("127.0.0.1", 0))
            others.add(other.getsockname()[1])
    assert len(mine) == 200
    assert not mine & others
    for port in mine:
        socket.create_server(("127.0.0.1", port)).close()
