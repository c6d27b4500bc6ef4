"""A real PostgreSQL server, a DuckDB file and Parquet files give the same study; nothing is changed, nothing is told."""

import datetime as dt
import decimal
import os
import pwd
import shutil
import socket
import subprocess
import time
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import cxlib
from cxlib import intake
from cxlib.errors import MissingExtraError, SettingsError, SourceError
from cxlib.intake.addresses import read_address
from cxlib.study.pulling import pull

ibis = pytest.importorskip("ibis", reason="the extra sql is not installed")
psycopg = pytest.importorskip("psycopg", reason="the extra sql is not installed")

SECRET = "s3cr'et pa$$"
BIG = 2**53 + 1
NAUGHTY = "Robert'); DROP TABLE crm.answers; --"


def server_programs():
    found = [Path(folder) for folder in os.environ.get("PATH", "").split(os.pathsep) if (Path(folder) / "initdb").is_file()]
    return next(iter([*found, *sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)]), None)


def somebody():
    """How a server is started: as we are, or as the user `postgres` when we are root, which it refuses."""
    if os.geteuid() != 0:
        return {}
    try:
        user = pwd.getpwnam("postgres")
    except KeyError:
        pytest.skip("the server refuses to run as root, and there is no user postgres")
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


@pytest.fixture(scope="session")
def server(tmp_path_factory):
    """A server of our own on a loopback port: a function that gives the URL for a user."""
    programs = server_programs()
    if programs is None or not (programs / "initdb").is_file():
        pytest.skip("no PostgreSQL server program is installed")
    who, folder = somebody(), Path("/tmp") / f"cxpg-{os.getpid()}"
    folder.mkdir(mode=0o700)
    if who:
        os.chown(folder, who["user"], who["group"])
    secret = folder / "password"
    secret.write_text(SECRET, encoding="utf-8")
    secret.chmod(0o644)
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "cwd": folder, **who}
    run = [programs / "postgres", "-D", folder / "data", "-p", str(port), "-k", str(folder), "-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"]
    process = None
    try:
        subprocess.run([programs / "initdb", "-D", folder / "data", "-U", "owner", "-A", "scram-sha-256", f"--pwfile={secret}", "-E", "UTF8", "--no-sync",
                        "--locale=C"], check=True, timeout=120, **quiet)
        process = subprocess.Popen(run, **quiet)
        wait_for(port, process)
        yield port
    finally:
        if process:
            process.terminate()
            process.wait(timeout=30)
        shutil.rmtree(folder, ignore_errors=True)


def wait_for(port, process):
    for _ in range(300):
        try:
            with psycopg.connect(host="127.0.0.1", port=port, user="owner", password=SECRET, dbname="postgres"):
                return
        except psycopg.OperationalError:
            assert process.poll() is None, "the server did not start"
            time.sleep(0.1)
    raise AssertionError("the server did not start")


CUSTOMERS = """
CREATE TABLE crm.people (id numeric(20, 0), "Vùng; DROP TABLE x" text, joined date, fee numeric(12, 2), note jsonb, tags text[]);
INSERT INTO crm.people VALUES
  (9007199254740993, 'Hà Nội', '2026-01-05', 120000.50, '{"a": 1}', '{x}'),
  (9007199254740992, 'Đà Nẵng', '2026-01-06', NULL, NULL, NULL),
  (3, 'Robert''); DROP TABLE crm.answers; --', '2026-02-01', 'NaN', NULL, NULL),
  (4, NULL, '2026-02-03', 99.10, NULL, NULL);
"""
ANSWERS = """
CREATE TABLE crm.answers (id numeric, at timestamptz, local timestamp, q text, score smallint, said text, amount numeric, weight double precision);
INSERT INTO crm.answers
  SELECT (ARRAY[9007199254740993, 9007199254740992, 3, 4])[1 + n % 4], '2026-03-01 23:30:00+07'::timestamptz + n * interval '7 hours',
         '2026-03-01 01:00:00'::timestamp + n * interval '1 hour', 'recommend', CASE WHEN n % 11 = 0 THEN NULL ELSE n % 11 END,
         CASE WHEN n % 3 = 0 THEN 'Chờ lâu quá; DROP TABLE crm.people; --' WHEN n % 3 = 1 THEN '=1+1' END, n * 1.25, 1.5
  FROM generate_series(1, 400) n;
CREATE TABLE crm."odd""; DROP TABLE crm.people; --.name" AS SELECT * FROM crm.answers;
CREATE TABLE crm.hidden (id int);
CREATE VIEW crm.recent AS SELECT * FROM crm.answers WHERE at >= '2026-04-01';
CREATE ROLE reader LOGIN PASSWORD 's3cr''et pa$$';
GRANT USAGE ON SCHEMA crm TO reader;
GRANT SELECT ON crm.people, crm.answers, crm.recent, crm."odd""; DROP TABLE crm.people; --.name" TO reader;
GRANT SELECT, INSERT, DELETE, UPDATE ON crm.people TO reader;
CREATE FUNCTION crm.spoil() RETURNS int LANGUAGE sql AS $$ DELETE FROM crm.people RETURNING 1 $$;
"""


@pytest.fixture(scope="session")
def crm(server):
    """The server with the made-up tables in it; gives its URL for the user `reader`."""
    with psycopg.connect(host="127.0.0.1", port=server, user="owner", password=SECRET, dbname="postgres", autocommit=True) as one:
        one.execute("CREATE DATABASE crm")
    with psycopg.connect(host="127.0.0.1", port=server, user="owner", password=SECRET, dbname="crm") as one:
        one.execute("CREATE SCHEMA crm")
        one.execute(CUSTOMERS)
        one.execute(ANSWERS)
    return f"postgresql://reader@127.0.0.1:{server}/crm"


@pytest.fixture(autouse=True)
def password(monkeypatch):
    monkeypatch.setenv("CRM_PASSWORD", SECRET)


SETTINGS = """
[study]
name = "CRM"
timezone = "Asia/Ho_Chi_Minh"
period = "month"
minimum_base = 5
segments = ["region"]
[questions.recommend]
metric = "nps"
scale = [0, 10]
high_is = "good"
"""
PEOPLE = """
[[sources]]
table = "customers"
{where}
columns = {{ customer_id = "id", region = "Vùng; DROP TABLE x", joined_at = "joined", monthly_fee = "fee" }}
"""
SAID = """
[[sources]]
table = "responses"
{where}
columns = {{ customer_id = "id", at = "at", question = "q", score = "score", comment = "said" }}
[[sources]]
table = "transactions"
{where}
columns = {{ customer_id = "id", at = "local", amount = "amount" }}
"""


def asks(url, path, *, env=True):
    return f'database = "{url}"\npath = {path}\n' + ('password_env = "CRM_PASSWORD"' if env else "")


def study(folder, people, said):
    folder.mkdir()
    (folder / "study.toml").write_text(SETTINGS + PEOPLE.format(where=people) + SAID.format(where=said), encoding="utf-8")
    return folder


def from_server(folder, url, answers='"crm.answers"'):
    return study(folder, asks(url, '"crm.people"'), asks(url, answers))


def store_rows(opened):
    """The prepared tables, ids in place of the store's own codes."""
    store = opened.view.store
    people = pq.read_table(store.folder / "customers.parquet").to_pandas()
    found = {"customers": people.drop(columns="customer").sort_values("customer_id").to_dict("records")}
    names = dict(zip(people["customer"], people["customer_id"], strict=True))
    for name in ("responses", "transactions"):
        rows = pq.read_table(store.parts(name)).to_pandas()
        rows["customer"] = rows["customer"].map(names)
        found[name] = rows.sort_values(["_row", "customer"]).astype(object).where(rows.notna(), None).to_dict("records")
    return repr(found)


@pytest.fixture(scope="session")
def same_tables(server, crm, tmp_path_factory):
    """The same two tables as Parquet and as a DuckDB file, written with their own types."""
    top = tmp_path_factory.mktemp("same")
    with psycopg.connect(host="127.0.0.1", port=server, user="owner", password=SECRET, dbname="crm") as one:
        people = one.execute("SELECT id, \"Vùng; DROP TABLE x\", joined, CASE WHEN fee <> 'NaN' THEN fee END FROM crm.people").fetchall()
        answers = one.execute("SELECT id, at, local, q, score, said, amount, weight FROM crm.answers").fetchall()
    people = table(people, {"id": pa.decimal128(20, 0), "Vùng; DROP TABLE x": pa.string(), "joined": pa.date32(), "fee": pa.decimal128(12, 2)})
    kinds = {"id": pa.int64(), "at": pa.timestamp("us", "UTC"), "local": pa.timestamp("us"), "q": pa.string(), "score": pa.int16(), "said": pa.string(),
             "amount": pa.float64(), "weight": pa.float64()}
    answers = table([(int(row[0]), *row[1:6], float(row[6]), row[7]) for row in answers], kinds)
    pq.write_table(people, top / "people.parquet")
    pq.write_table(answers, top / "answers.parquet")
    duck = ibis.duckdb.connect(top / "crm.duckdb")
    for name in ("people", "answers"):
        duck.raw_sql(f"CREATE TABLE {name} AS SELECT * FROM '{top / name}.parquet'")
    duck.disconnect()
    return top


def table(rows, kinds):
    return pa.table([pa.array(column, kind) for column, kind in zip(zip(*rows, strict=True), kinds.values(), strict=True)], names=list(kinds))


def test_server_file_and_parquet_give_equal_tables(crm, same_tables, tmp_path):
    shutil.copytree(same_tables, tmp_path / "data")
    server = cxlib.open_study(from_server(tmp_path / "server", crm))
    duck_url = f"duckdb:///{tmp_path / 'data' / 'crm.duckdb'}"
    duck = cxlib.open_study(study(tmp_path / "duck", asks(duck_url, '"people"', env=False), asks(duck_url, '"answers"', env=False)))
    files = cxlib.open_study(study(tmp_path / "files", 'path = "people.parquet"', 'path = "answers.parquet"'), data=tmp_path / "data")
    assert store_rows(server) == store_rows(duck) == store_rows(files)
    assert server.view.store.meta["accepted"] == 4 + 400 + 400
    ids = {row["customer_id"] for row in pq.read_table(server.view.store.folder / "customers.parquet").to_pylist()}
    assert ids == {"9007199254740993", "9007199254740992", "3", "4"}
    assert NAUGHTY in server.segments["region"] and "Hà Nội" in server.segments["region"]
    rows = pq.read_table(server.view.store.parts("responses"))
    # 23:30 in Hanoi plus 7 hours is the next morning there, still the evening of the day before in UTC.
    first = min(rows["at"].to_pylist())
    assert first == dt.datetime(2026, 3, 1, 23, 30)
    assert rows["day"].to_pylist()[rows["at"].to_pylist().index(first)] == dt.date(2026, 3, 2)
    assert sum(score is None for score in rows["score"].to_pylist()) == 400 // 11


def test_a_name_may_hold_sql_and_a_view_is_as_good_as_a_table(crm, server, tmp_path):
    odd = "'crm.odd\"; DROP TABLE crm.people; --.name'"
    opened = cxlib.open_study(from_server(tmp_path / "odd", crm, odd))
    assert opened.view.store.rows("responses") == 400
    recent = cxlib.open_study(from_server(tmp_path / "view", crm, '"crm.recent"'))
    with psycopg.connect(host="127.0.0.1", port=server, user="owner", password=SECRET, dbname="crm") as one:
        assert one.execute("SELECT count(*) FROM crm.people").fetchone() == (4,)
        later = one.execute("SELECT count(*) FROM crm.answers WHERE at >= '2026-04-01'").fetchone()[0]
    assert recent.view.store.rows("responses") == later > 0


def asking(url, query):
    return f'database = "{url}"\nquery = """{query}"""\npassword_env = "CRM_PASSWORD"'


def test_a_query_is_read_and_nothing_can_be_changed(crm, server, tmp_path):
    some = asking(crm, "SELECT * FROM crm.answers WHERE score > 3")
    opened = cxlib.open_study(study(tmp_path / "q", asks(crm, '"crm.people"'), some))
    with psycopg.connect(host="127.0.0.1", port=server, user="owner", password=SECRET, dbname="crm") as one:
        assert opened.view.store.rows("responses") == one.execute("SELECT count(*) FROM crm.answers WHERE score > 3").fetchone()[0]
    tricks = (
        "DELETE FROM crm.people RETURNING *", "SELECT 1; DELETE FROM crm.people", "SELECT crm.spoil()", "SET transaction_read_only = off",
        "SELECT set_config('transaction_read_only', 'off', false), crm.spoil()", "WITH gone AS (DELETE FROM crm.people RETURNING *) SELECT * FROM gone",
        "SELECT 1; COMMIT; SET SESSION CHARACTERISTICS AS TRANSACTION READ WRITE; DELETE FROM crm.people",
    )
    for place, trick in enumerate(tricks):
        with pytest.raises(SourceError) as refused:
            cxlib.open_study(study(tmp_path / f"bad{place}", asks(crm, '"crm.people"'), asking(crm, trick)))
        assert SECRET not in str(refused.value)
    with psycopg.connect(host="127.0.0.1", port=server, user="owner", password=SECRET, dbname="crm") as one:
        assert one.execute("SELECT count(*) FROM crm.people").fetchone() == (4,)


def test_the_snapshot_is_what_is_read_until_it_is_pulled_anew(crm, server, tmp_path):
    folder, said = from_server(tmp_path / "kept", crm), []
    first = cxlib.open_study(folder, progress=said.append)
    connecting = [line for line in said if line.startswith("connecting")]
    assert len(connecting) == 2, "one question is asked once, though two sources ask it"
    assert "127.0.0.1" in connecting[0] and "changes nothing" in connecting[0] and SECRET not in " ".join(said)
    assert any("left out" in line and "tags" in line for line in said)
    try:
        with psycopg.connect(host="127.0.0.1", port=server, user="owner", password=SECRET, dbname="crm") as one:
            one.execute("INSERT INTO crm.answers VALUES (3, '2026-05-30 10:00+07', '2026-05-30', 'recommend', 9, NULL, 1, 1)")
        again = cxlib.open_study(folder, progress=said.append)
        assert again.provenance == first.provenance
        assert len([line for line in said if line.startswith("connecting")]) == 2
        pulled = pull(folder, progress=said.append)
        assert {one.asked: one.rows for one in pulled} == {"crm.people": 4, "crm.answers": 401}
        assert cxlib.open_study(folder).view.store.rows("responses") == 401
        kept = intake.fetched(intake.read_settings(folder))
        assert [one.fetched_at for one in kept] == [one.fetched_at for one in pulled]
        assert abs(dt.datetime.fromisoformat(kept[0].fetched_at).timestamp() - time.time()) < 600
    finally:
        with psycopg.connect(host="127.0.0.1", port=server, user="owner", password=SECRET, dbname="crm") as one:
            one.execute("DELETE FROM crm.answers WHERE local = '2026-05-30'")
    written = "".join(path.read_text(encoding="utf-8", errors="ignore") for path in folder.rglob("*") if path.is_file())
    assert SECRET not in written


def test_a_pull_that_fails_leaves_the_old_snapshot(crm, tmp_path, monkeypatch):
    folder = from_server(tmp_path / "down", crm)
    before = cxlib.open_study(folder).provenance["fingerprint"]
    monkeypatch.setenv("CRM_PASSWORD", "wrong")
    with pytest.raises(SourceError, match="password"):
        pull(folder)
    assert cxlib.open_study(folder).provenance["fingerprint"] == before
    left = {path.suffix for path in (folder / ".cx" / "snapshots").iterdir()}
    assert left == {".parquet", ".json"}


@pytest.mark.parametrize(("change", "message"), [
    (("crm.answers", "crm.anwsers"), 'did you mean "answers"'),
    (("crm.answers", "cmr.answers"), 'called "cmr"; did you mean "crm"'),
    (("crm.answers", "crm.hidden"), "answers"),
    (("/crm\"", "/cmr\""), "does not exist"),
    (("CRM_PASSWORD", "NO_SUCH_VARIABLE"), "NO_SUCH_VARIABLE is not set"),
])
def test_what_cannot_be_read_is_told_in_a_sentence(crm, tmp_path, change, message):
    folder = from_server(tmp_path / "s", crm)
    file = folder / "study.toml"
    file.write_text(file.read_text(encoding="utf-8").replace(*change), encoding="utf-8")
    with pytest.raises(SourceError) as refused:
        cxlib.open_study(folder)
    text = str(refused.value)
    assert message in text and SECRET not in text and "\n" not in text and "Traceback" not in text


def test_a_server_that_is_away(tmp_path):
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        port = one.getsockname()[1]
    with pytest.raises(SourceError, match=f"the database crm on 127.0.0.1, port {port}, as reader cannot be read: .*is the address right"):
        cxlib.open_study(from_server(tmp_path / "s", f"postgresql://reader@127.0.0.1:{port}/crm"))


@pytest.mark.parametrize("url", [
    "postgresql://reader:hunter2@127.0.0.1/crm", "postgresql://reader@127.0.0.1/crm?password=hunter2", "postgresql://reader:@127.0.0.1/crm",
    "postgresql://reader@127.0.0.1/crm?sslpassword=hunter2",
])
def test_a_password_in_the_settings_is_refused_and_not_repeated(url):
    with pytest.raises(SettingsError) as refused:
        read_address(url, "study.toml")
    assert "password_env" in str(refused.value) and "hunter2" not in str(refused.value)


@pytest.mark.parametrize("url", [
    "postgresql:///crm", "postgresql://127.0.0.1", "mysql://a@b/c", "crm", "", "postgresql://h:port/crm", "postgresql://h/crm?options=-c%20x",
    "duckdb://crm.duckdb", "duckdb:///../crm.duckdb", "duckdb:///", "postgresql://[::1/crm",
])
def test_an_address_that_is_none(url):
    with pytest.raises(SettingsError):
        read_address(url, "study.toml")


def test_the_settings_of_a_database_go_together(tmp_path):
    wrong = (
        'path = "x.csv"\nquery = "SELECT 1"', 'path = "x.csv"\npassword_env = "A"', 'database = "duckdb:///x.duckdb"',
        'database = "duckdb:///x.duckdb"\npath = "t"\nquery = "SELECT 1"', 'path = "x.csv"\nsnapshot = "/etc/passwd"',
    )
    for place, where in enumerate(wrong):
        with pytest.raises(SettingsError):
            intake.read_settings(study(tmp_path / str(place), where, where))


def test_a_duckdb_file_reaches_no_other_file(tmp_path):
    ibis.duckdb.connect(tmp_path / "a.duckdb").raw_sql("CREATE TABLE t AS SELECT 1 AS id")
    (tmp_path / "secret.csv").write_text("id\n1\n", encoding="utf-8")
    queries = (
        f"SELECT * FROM read_csv('{tmp_path}/secret.csv')", f"COPY t TO '{tmp_path}/out.csv'", "SELECT 1; SELECT 2", "DROP TABLE t",
        "SET enable_external_access = true", f"ATTACH '{tmp_path}/b.duckdb'",
    )
    for place, query in enumerate(queries):
        one = f'database = "duckdb:///a.duckdb"\nquery = """{query}"""'
        with pytest.raises(SourceError):
            cxlib.open_study(study(tmp_path / f"s{place}", one, one), data=tmp_path)
    assert sorted(path.name for path in tmp_path.iterdir() if path.is_file()) == ["a.duckdb", "secret.csv"]
    with pytest.raises(SourceError, match="no DuckDB file"):
        one = 'database = "duckdb:///none.duckdb"\npath = "t"'
        cxlib.open_study(study(tmp_path / "none", one, one), data=tmp_path)


def test_without_the_extra_the_install_line_is_told(tmp_path, monkeypatch):
    import builtins

    real = builtins.__import__

    def without(name, *rest, **more):
        if name.split(".")[0] in ("psycopg", "ibis"):
            raise ImportError(name)
        return real(name, *rest, **more)

    monkeypatch.setattr(builtins, "__import__", without)
    with pytest.raises(MissingExtraError, match=r'pip install "cxlib\[sql\]"'):
        cxlib.open_study(from_server(tmp_path / "s", "postgresql://reader@127.0.0.1:1/crm"))


def test_numbers_without_a_form_keep_every_digit(tmp_path):
    from cxlib.intake.converting import Converted, loose_number

    schema = pa.schema([loose_number("id"), loose_number("amount"), pa.field("n", pa.int8())])
    with Converted(tmp_path / "t.parquet", schema) as out:
        out.write(pa.Table.from_arrays([pa.array(["9007199254740993", None]), pa.array(["1.25", "2"]), pa.array([1, 2], pa.int8())], schema=schema))
        out.write(pa.Table.from_arrays([pa.array(["1"]), pa.array([None], pa.string()), pa.array([3], pa.int8())], schema=schema))
        out.close()
    rows = pq.read_table(tmp_path / "t.parquet")
    assert rows["id"].to_pylist() == [decimal.Decimal(BIG), None, decimal.Decimal(1)]
    assert rows["amount"].to_pylist() == [1.25, 2.0, None]
    assert [path.name for path in tmp_path.iterdir()] == ["t.parquet"]


def test_a_snapshot_is_private_from_its_first_byte(tmp_path, monkeypatch):
    """The draft, its second form and the snapshot: nobody else may read them, whatever the umask, and an older draft leaves no rights behind."""
    import stat

    from cxlib.intake import converting

    seen = {}
    real = converting.pq.ParquetWriter

    def watched(path, *args, **kwargs):
        writer = real(path, *args, **kwargs)
        seen[Path(path).name] = stat.S_IMODE(os.stat(path).st_mode)
        return writer

    monkeypatch.setattr(converting.pq, "ParquetWriter", watched)
    before = os.umask(0)
    try:
        (tmp_path / "t.parquet").write_text("of a run that was killed")
        schema = pa.schema([converting.loose_number("id")])
        with converting.Converted(tmp_path / "t.parquet", schema) as out:
            out.write(pa.Table.from_arrays([pa.array(["1"])], schema=schema))
            out.close()
    finally:
        os.umask(before)
    assert seen == {"t.parquet": 0o600, "t.parquet-2": 0o600} and stat.S_IMODE((tmp_path / "t.parquet").stat().st_mode) == 0o600


def test_ids_of_a_decimal_column_are_those_of_the_file(tmp_path):
    """1.00 in a database is customer 1, as in a CSV, in a column of codes, in a join and in what is kept."""
    said = '[questions.nps]\nmetric = "nps"\nscale = [0, 10]\nhigh_is = "good"\n'
    rest = 'table = "responses"\nrecode = { region = { 1 = "north" } }\nkeep = { kept = ["1"] }\njoin = [{ path = "people.csv", on = "id" }]\ncolumns = { customer_id = "id" }\n'
    data = tmp_path / "data"
    data.mkdir()
    (data / "people.csv").write_text("id,plan\n1,gold\n20,blue\n9007199254740993,red\n", encoding="utf-8")
    rows = [("1.00", "1.0", "1.00"), ("20.00", "2.0", "1.00"), (f"{BIG}.00", "1.0", "1.00"), ("7.00", "1.0", "2.00")]
    with duckdb.connect(str(data / "crm.duckdb")) as base:
        base.execute('CREATE TABLE t(id DECIMAL(20,2), region DECIMAL(4,1), kept DECIMAL(6,2), "at" DATE, question VARCHAR, score DECIMAL(4,2))')
        base.executemany("INSERT INTO t VALUES (?, ?, ?, '2026-01-02', 'nps', 9)", rows)
        base.execute(f"COPY t TO '{data / 't.parquet'}' (FORMAT parquet)")
    (data / "t.csv").write_text(f"id,region,kept,at,question,score\n1,1,1,2026-01-02,nps,9\n20,2,1,2026-01-02,nps,9\n{BIG},1,1,2026-01-02,nps,9\n7,1,2,2026-01-02,nps,9\n", encoding="utf-8")
    found = {}
    for name, where in (("base", f'database = "duckdb:///{data / "crm.duckdb"}"\npath = "t"\n'), ("parquet", 'path = "t.parquet"\n'), ("csv", 'path = "t.csv"\n')):
        (tmp_path / name).mkdir()
        (tmp_path / name / "study.toml").write_text(f'[study]\nname = "T"\nsegments = ["region", "plan"]\n[[sources]]\n{where}{rest}{said}', encoding="utf-8")
        settings = intake.read_settings(tmp_path / name, data=data)
        intake.fetch_missing(settings)
        table = intake.load(settings).tables["responses"]
        found[name] = sorted(zip(*(table[column].to_pylist() for column in ("customer_id", "region", "plan", "score")), strict=True))
    assert found["csv"] == [("1", "north", "gold", 9.0), ("20", "2", "blue", 9.0), (str(BIG), "north", "red", 9.0)]
    assert found["base"] == found["parquet"] == found["csv"]


def test_rows_come_in_batches(crm, server, tmp_path, monkeypatch):
    from cxlib.intake import connections

    monkeypatch.setattr(connections, "_ROWS", 64)
    most = []
    real = connections.PostgreSQL._batches

    def watched(self, text):
        for batch in real(self, text):
            if isinstance(batch, pa.Table):
                most.append(batch.num_rows)
            yield batch

    monkeypatch.setattr(connections.PostgreSQL, "_batches", watched)
    opened = cxlib.open_study(from_server(tmp_path / "b", crm))
    assert max(most) == 64 and opened.view.store.rows("responses") == 400
