REPORT = Report()

try:
    import pytest
except ModuleNotFoundError as missing:
    if missing.name != "pytest":
        raise
    REPORT.lack("pytest", sys.executable)
    sys.exit(f"{sys.executable}: No module named pytest")


class Reporter:
    def pytest_collectreport(self, report):
        if report.failed:
            REPORT.add(report.nodeid or "collection", "failed", str(report.longrepr).strip().splitlines()[-1])

    def pytest_runtest_logreport(self, report):
        # Of set-up, call and tear-down, the call says how a test ended; the others only where they fail or skip.
        if report.failed:
            crash = getattr(report.longrepr, "reprcrash", None)
            REPORT.add(report.nodeid, "failed", crash.message if crash else report.longrepr)
        elif report.skipped:
            REPORT.add(report.nodeid, "passed" if hasattr(report, "wasxfail") else "skipped")
        elif report.when == "call":
            REPORT.add(report.nodeid, "passed")

    def pytest_sessionfinish(self, session):
        # The processes of pytest-xdist finish, too; only the one that gathers what they say speaks for the run.
        if not hasattr(session.config, "workerinput"):
            REPORT.finish()


sys.exit(pytest.main(sys.argv[1:], plugins=[Reporter()]))
