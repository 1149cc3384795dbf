"""
Loaded by pytest itself as a plugin: what became of each test, as pytest tells its plugins. PYTEST_DONT_REWRITE
"""

MOST_FAILED = 10

outcomes = {}
problems = {}


def pytest_runtest_logreport(report):
    if report.failed:
        outcomes[report.nodeid] = "failed"
        problems.setdefault(report.nodeid, problem(report))
    elif report.skipped and not hasattr(report, "wasxfail"):
        outcomes.setdefault(report.nodeid, "skipped")
    elif report.when == "call" or report.skipped:
        # A test that failed as expected is reported as skipped, for a reason.
        outcomes.setdefault(report.nodeid, "passed")


def pytest_collectreport(report):
    if report.failed:
        outcomes[report.nodeid] = "failed"
        problems[report.nodeid] = problem(report)


def problem(report):
    crash = getattr(report.longrepr, "reprcrash", None)
    text = crash.message if crash is not None else str(report.longrepr)
    return next((line for line in text.splitlines() if line.strip()), "")


def described():
    run = [outcome for outcome in outcomes.values() if outcome != "skipped"]
    failed = [{"test": test, "problem": text} for test, text in problems.items()]
    return {"passed": run.count("passed"), "run": len(run), "failed": failed[:MOST_FAILED]}
