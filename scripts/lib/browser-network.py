"""Relays one port of this host into a network namespace, in which Chromium runs.

Chromium aborts its connections whenever an address of its network changes, and Docker changes those of the host with every container.

  browser-network.py outside SOCKET PORT              on the host: connects the socket with the port of 127.0.0.1
  browser-network.py inside SOCKET PORT COMMAND...    in the namespace: connects that port with the socket, and runs the command
"""
import asyncio
import fcntl
import socket
import struct
import sys

SET_FLAGS, UP_AND_RUNNING = 0x8914, 0x1 | 0x40


async def copy(reader, writer):
    try:
        while data := await reader.read(65536):
            writer.write(data)
            await writer.drain()
    except ConnectionError:
        pass
    finally:
        writer.close()


def relay(connect):
    async def accepted(reader, writer):
        try:
            far_reader, far_writer = await connect()
        except OSError:
            writer.close()
            return
        await asyncio.gather(copy(reader, far_writer), copy(far_reader, writer))
    return accepted


async def outside(path, port):
    server = await asyncio.start_unix_server(relay(lambda: asyncio.open_connection("127.0.0.1", port)), path)
    await server.serve_forever()


async def inside(path, port, command):
    with socket.socket() as any_socket:
        fcntl.ioctl(any_socket, SET_FLAGS, struct.pack("16sh", b"lo", UP_AND_RUNNING))
    async with await asyncio.start_server(relay(lambda: asyncio.open_unix_connection(path)), "127.0.0.1", port):
        # Playwright talks to the browser by inherited pipes.
        process = await asyncio.create_subprocess_exec(*command, close_fds=False)
        return await process.wait()


role, path, port, *command = sys.argv[1:]
sys.exit(asyncio.run(outside(path, int(port)) if role == "outside" else inside(path, int(port), command)))
