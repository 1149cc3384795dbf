import unittest

REPORT = Report()


class Result(unittest.TextTestResult):
    def addSuccess(self, test):
        super().addSuccess(test)
        REPORT.add(test.id(), "passed")

    def addFailure(self, test, err):
        super().addFailure(test, err)
        self.fail(test, err)

    def addError(self, test, err):
        super().addError(test, err)
        self.fail(test, err)

    def addSubTest(self, test, subtest, err):
        super().addSubTest(test, subtest, err)
        if err is not None:
            self.fail(test, err)

    def addSkip(self, test, reason):
        super().addSkip(test, reason)
        REPORT.add(test.id(), "skipped", reason)

    def addExpectedFailure(self, test, err):
        super().addExpectedFailure(test, err)
        REPORT.add(test.id(), "passed")

    def addUnexpectedSuccess(self, test):
        super().addUnexpectedSuccess(test)
        REPORT.add(test.id(), "failed", "It passed although a failure is expected.")

    def fail(self, test, err):
        REPORT.add(test.id(), "failed", f"{err[0].__name__}: {first_line(err[1])}")


class Runner(unittest.TextTestRunner):
    resultclass = Result

    def run(self, test):
        result = super().run(test)
        REPORT.finish()
        return result


sys.argv[0] = "python3 -m unittest"
unittest.main(module=None, testRunner=Runner)
