"""`copydesk serve`: the HTTP API of the installed command."""

import concurrent.futures
import contextlib
import http.client
import json
import pathlib
import re
import signal
import socket
import subprocess
import sys
import urllib.error
import urllib.request

import pytest

import copydesk
from pages import SENTENCES, page

COMMAND = str(pathlib.Path(sys.executable).parent / "copydesk")


@contextlib.contextmanager
def server(*args):
    """Starts a server on a free port and yields its address."""
    process = subprocess.Popen(
        [COMMAND, "serve", "--listen", "127.0.0.1:0", *args], stderr=subprocess.PIPE, text=True
    )
    try:
        yield re.search(r"http://\S+(?=/)", process.stderr.readline())[0]
    finally:
        process.send_signal(signal.SIGINT)
        process.wait(timeout=20)


@pytest.fixture(scope="module")
def address():
    with server("--max-bytes", "4M") as found:
        yield found


def ask(url, data=None, **headers):
    """Returns the status, the headers and the body of an answer."""
    request = urllib.request.Request(url, data=data, headers={k.replace("_", "-"): v for k, v in headers.items()})
    for last in (False, False, False, False, True):
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read()
        except urllib.error.URLError as error:
            # The server answers a body over its limit before it has read it all, and urllib does not look for the
            # answer if the rest cannot be sent.
            if last or not isinstance(error.reason, (BrokenPipeError, ConnectionResetError)):
                raise


def test_clean(address):
    status, headers, body = ask(f"{address}/v1/clean?url=https://post.example/1", page().encode(), Content_Type="text/html")
    assert status == 200 and headers["Content-Type"] == "application/json"
    assert json.loads(body) == copydesk.clean(page(), "https://post.example/1").to_dict()
    for form, expected in [
        ("markdown", copydesk.clean(page()).markdown(front_matter=True)),
        ("html", copydesk.clean(page()).html()),
    ]:
        status, headers, body = ask(f"{address}/v1/clean?format={form}", page().encode(), Content_Type="text/html")
        assert (status, body.decode().strip()) == (200, expected.strip())
        assert headers["Content-Type"] == f"text/{form}; charset=utf-8"


def test_the_form_and_the_encoding_of_a_page(address):
    cyrillic = page().replace("Bridge 0", "Мост").encode("windows-1251")
    _, _, body = ask(f"{address}/v1/clean", cyrillic, Content_Type="text/html; charset=windows-1251")
    assert json.loads(body)["title"] == "Мост reopens"
    _, _, body = ask(f"{address}/v1/clean", "\n\n".join(SENTENCES).encode(), Content_Type="text/plain; charset=utf-8")
    assert json.loads(body)["input"] == "text"
    # The default type of curl --data-binary.
    _, _, body = ask(f"{address}/v1/clean", page().encode(), Content_Type="application/x-www-form-urlencoded")
    assert json.loads(body)["title"] == "Bridge 0 reopens"


def test_a_page_without_an_article(address):
    status, _, body = ask(f"{address}/v1/clean", b"<p>x")
    assert status == 200 and json.loads(body)["outcome"] == "no-article"


def test_explain_and_strings(address):
    status, _, body = ask(f"{address}/v1/explain", page().encode())
    assert status == 200 and {"page", "fields", "blocks"} <= set(json.loads(body))
    status, headers, body = ask(f"{address}/v1/explain?format=html", page().encode())
    assert headers["Content-Type"].startswith("text/html") and b"Section 3" in body
    _, _, body = ask(f"{address}/v1/byline", json.dumps({"text": "By JANE DOE and John Roe"}).encode())
    assert [a["name"] for a in json.loads(body)["authors"]] == ["Jane Doe", "John Roe"]
    given = {"text": "SEOUL, May 4 (Yonhap) -- The port.", "published": "2018-05-04"}
    _, _, body = ask(f"{address}/v1/dateline", json.dumps(given).encode())
    assert json.loads(body)["date"] == "2018-05-04"


@pytest.mark.parametrize(
    ("path", "data", "status", "name"),
    [
        ("/v1/clean?favor=most", b"x", 400, "invalid-argument"),
        ("/v1/clean?favour=recall", b"x", 400, "invalid-argument"),
        ("/v1/clean?links=perhaps", b"x", 400, "invalid-argument"),
        ("/v1/explain?format=markdown", b"x", 400, "invalid-argument"),
        ("/v1/byline", b"{", 400, "invalid-argument"),
        ("/v1/byline", b'{"text": 7}', 400, "invalid-argument"),
        ("/v1/clean", b"x" * (6 << 20), 413, "limit"),
        ("/v1/clean", b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", 415, "not-text"),
        ("/v1/explain", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", 415, "not-text"),
        ("/v1/clean", None, 405, "method-not-allowed"),
        ("/v2/clean", b"x", 404, "not-found"),
        ("/etc/passwd", None, 404, "not-found"),
        ("/%2e%2e/Cargo.toml", None, 404, "not-found"),
    ],
)
def test_errors(address, path, data, status, name):
    found, headers, body = ask(address + path, data)
    assert (found, json.loads(body)["error"]["name"]) == (status, name)
    assert headers["Content-Type"] == "application/json" and json.loads(body)["error"]["message"]


def test_a_page_over_the_limit_of_the_library():
    with server("--max-bytes", "1K") as address:
        status, _, body = ask(f"{address}/v1/clean", page().encode() + b" " * 2000)
        assert (status, json.loads(body)["error"]["name"]) == (413, "limit")
    with server("--max-time", "0.000001") as address:
        status, _, body = ask(f"{address}/v1/clean", page().encode())
        assert (status, json.loads(body)["error"]["name"]) == (422, "time-limit")


def test_other_sites_are_refused(address):
    host = address.removeprefix("http://")
    port = host.rpartition(":")[2]
    for headers, expected in [
        ({"Host": host}, 200),
        ({"Host": f"localhost:{port}"}, 200),
        ({"Host": host, "Origin": address}, 200),
        ({"Host": host, "Origin": "https://evil.example"}, 403),
        ({"Host": host, "Origin": "null"}, 403),
        # A host name of another site that resolves to 127.0.0.1.
        ({"Host": f"evil.example:{port}"}, 403),
        ({"Host": f"evil.example:{port}", "Origin": f"http://evil.example:{port}"}, 403),
        ({"Host": ""}, 403),
    ]:
        connection = http.client.HTTPConnection(host, timeout=30)
        connection.putrequest("POST", "/v1/clean", skip_host=True)
        for name, value in {**headers, "Content-Length": "4"}.items():
            connection.putheader(name, value)
        connection.endheaders(b"<p>x")
        assert connection.getresponse().status == expected, headers
        connection.close()


def test_headers_of_every_answer(address):
    for path in ("/", "/page.js", "/page.css", "/openapi.json", "/nowhere"):
        _, headers, _ = ask(address + path)
        assert "default-src 'none'" in headers["Content-Security-Policy"], path
        assert headers["X-Content-Type-Options"] == "nosniff" and headers["Cache-Control"] == "no-store"
        assert "Access-Control-Allow-Origin" not in headers


def test_many_at_a_time(address):
    with concurrent.futures.ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda n: ask(f"{address}/v1/clean", page(n).encode()), range(64)))
    assert [json.loads(body)["title"] for _, _, body in answers] == [f"Bridge {n} reopens" for n in range(64)]


def test_the_description_covers_the_api(address):
    _, _, body = ask(f"{address}/openapi.json")
    described = json.loads(body)
    assert set(described["paths"]) == {"/v1/clean", "/v1/explain", "/v1/byline", "/v1/dateline"}
    record = described["components"]["schemas"]["Record"]
    _, _, body = ask(f"{address}/v1/clean", page().encode())
    assert set(record["required"]) <= set(json.loads(body))


def test_requests_as_the_description_allows(address, tmp_path):
    schemathesis = pytest.importorskip("schemathesis")
    command = [sys.executable, "-m", "schemathesis.cli", "run", f"{address}/openapi.json", "--url", address]
    # Whether a page is text cannot be said in a schema.
    config = tmp_path / "schemathesis.toml"
    config.write_text('[checks]\npositive_data_acceptance.expected-statuses = ["2xx", "415"]\n')
    command[3:3] = ["--config-file", str(config)]
    command += ["--max-examples", "25", "--seed", "20310504", "--exclude-checks", "unsupported_method"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout[-6000:] + done.stderr[-2000:]
    assert schemathesis


def test_a_port_that_is_taken():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        done = subprocess.run(
            [COMMAND, "serve", "--listen", f"127.0.0.1:{port}"], capture_output=True, text=True, timeout=60
        )
        assert done.returncode == 2 and "choose another address" in done.stderr
