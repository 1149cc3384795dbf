using System.Text.Json.Nodes;

namespace Tessera.Tools.Trace.Tests;

/// <summary>All that is a function in Python can be traced, and is shown in one way.</summary>
/// <param name="python">The interpreter.</param>
public abstract class ShapeSpecs(string python)
{
    private const string Shapes = """
        import asyncio
        import contextlib

        class Box:
            def __init__(self, n):
                self.n = n

            @property
            def double(self):
                return self.n * 2

            @classmethod
            def make(cls, n):
                return cls(n)

            @staticmethod
            def plain(n):
                return n + 1

            def __add__(self, other):
                return Box(self.n + other.n)

        def twice(function):
            def wrapper(*args, **kwargs):
                return function(*args, **kwargs) * 2
            return wrapper

        @twice
        def decorated(x):
            return x + 1

        def outer(n):
            def inner(k):
                return n + k
            return inner(1) + inner(2)

        def squares(n):
            return [Box.plain(i) for i in range(n)]

        negate = lambda x: -x

        class Weather:
            day = "noon"

            class Wind:
                def blow(self):
                    return "whoosh"

        print(decorated(3), outer(4), squares(3), Box.make(3).double, (Box(1) + Box(2)).n, sorted([1, 2], key=negate), Weather.Wind().blow())
        """;

    [Theory]
    [InlineData("Box.double", 1, "self = Box(n=3)", "returned 6")]
    [InlineData("Box.make", 1, "n = 3", "calls main.py:Box.__init__<main.py:Box.make#1:14.1")]
    [InlineData("Box.plain", 3, "n = 0", "returned 1")]
    [InlineData("Box.__add__", 1, "other = Box(n=2)", "returned Box(n=3)")]
    [InlineData("decorated", 1, "x = 3", "returned 4")]
    [InlineData("twice.wrapper", 1, "args = (3,)", "returned 8")]
    [InlineData("outer.inner", 2, "k = 1", "returned 5")]
    [InlineData("squares", 1, "n = 3", "calls main.py:Box.plain<main.py:squares#1:38.1, main.py:Box.plain<main.py:squares#1:38.2")]
    [InlineData("40", 2, "x = 1", "returned -1")]
    [InlineData("Weather.Wind.blow", 1, "self = Wind()", "returned 'whoosh'")]
    [InlineData("<module>", 1, "def outer(n):", "Box = <class '__main__.Box'>")]
    public async Task Every_kind_of_function_is_shown(string function, int calls, string argument, string shown)
    {
        await using var tracing = new Tracing(python, Shapes);

        var observation = await tracing.Trace($"main.py:{function}");

        observation.Failed.Should().BeFalse();
        var traced = observation.Data!["functions"]![0]!;
        ((int)traced["calls"]!, (int)traced["returns"]!).Should().Be((calls, calls));
        observation.Text.Should().Contain(argument).And.Contain(shown);
    }

    [Fact]
    public async Task A_call_inside_of_a_comprehension_can_be_traced_next()
    {
        await using var tracing = new Tracing(python, Shapes);

        var observation = await tracing.Trace("main.py:Box.plain<main.py:squares#1:38.3");

        observation.Data!["functions"]![0]!["frames"]!.AsArray().Should().ContainSingle().Which!["returned"]!.GetValue<string>().Should().Be("3");
    }

    [Fact]
    public async Task Coroutines_are_one_call_however_often_they_wait()
    {
        await using var tracing = new Tracing(python, """
            import asyncio

            async def fetch(i):
                await asyncio.sleep(0)
                if i == 3:
                    raise ValueError(i)
                return i * 10

            async def ticks(n):
                for i in range(n):
                    await asyncio.sleep(0)
                    yield i

            async def main():
                found = []
                for i in range(4):
                    try:
                        found.append(await fetch(i))
                    except ValueError:
                        found.append(None)
                async for tick in ticks(2):
                    found.append(tick)
                return found

            asyncio.run(main())
            """);

        var observation = await tracing.Trace("main.py:main", "main.py:fetch", "main.py:ticks");

        observation.Text.Should().Contain("main.py:main was called once: 1 returned, 0 raised.").And.Contain("returned [0, 10, 20, None, 0, 1]")
            .And.Contain("main.py:fetch was called 4 times: 3 returned, 1 raised. Called from main.py:main:18.")
            .And.Contain("main.py:ticks was called once: 1 returned, 0 raised.").And.Contain("yielded 0").And.Contain("yielded 1").And.NotContain("yielded None");
    }

    [Fact]
    public async Task A_generator_is_one_call_from_its_first_value_to_its_end()
    {
        await using var tracing = new Tracing(python, """
            def echo(n):
                for i in range(n):
                    got = yield i
                return "end"

            def delegate():
                result = yield from echo(5)
                return result

            def hold():
                try:
                    yield "held"
                finally:
                    print("let go")

            talk = echo(2)
            next(talk)
            talk.send("hello")
            print(list(delegate()))
            held = hold()
            next(held)
            held.close()
            """);

        var observation = await tracing.Trace("main.py:echo", "main.py:delegate", "main.py:hold");

        observation.Text.ReplaceLineEndings("\n").Should().Contain("main.py:echo was called 2 times: 1 returned, 0 raised.")
            .And.Contain("    3  got = yield i\n         got = 'hello'  (new)\n         yielded 0\n").And.Contain("had not ended; it was at line 3\n\nmain.py:echo#2,")
            .And.Contain("yielded 'held'").And.Contain("raised GeneratorExit at line 12")
            .And.Contain("    2  for i in range(n):  ... 4 times more\n").And.Contain("result = 'end'  (new)");
    }

    [Fact]
    public async Task Calls_at_the_same_time_are_not_mixed_up()
    {
        await using var tracing = new Tracing(python, """
            import threading

            gate = threading.Barrier(2)

            def work(name):
                gate.wait()
                mine = name
                gate.wait()
                return mine

            threads = [threading.Thread(target=work, args=(name,)) for name in ("left", "right")]
            for thread in threads: thread.start()
            for thread in threads: thread.join()
            """);

        var frames = (await tracing.Trace("main.py:work")).Data!["functions"]![0]!["frames"]!.AsArray();

        frames.Should().HaveCount(2).And.AllSatisfy(frame => frame!["returned"]!.ToJsonString().Should().Be(frame["arguments"]!["name"]!.ToJsonString()));
    }

    [Fact]
    public async Task A_program_sees_itself_as_without_a_trace()
    {
        await using var tracing = new Tracing(python, """
            from __future__ import annotations
            import inspect, traceback

            def fail(x: Missing = 1):
                "What it is for."
                try:
                    return [y for y in (1, 0) if 1 / y and super]
                finally:
                    x += 1

            print(inspect.getsource(fail).count("\n"), fail.__doc__, fail.__code__.co_firstlineno, fail.__code__.co_varnames, fail.__defaults__)
            try:
                fail()
            except ZeroDivisionError:
                print(traceback.format_exc())
            """);

        var plain = await tracing.RunAsync();
        var observation = await tracing.Trace(["main.py:fail"], new JsonObject { ["evaluate"] = new JsonArray(new JsonObject { ["line"] = "main.py:9", ["expr"] = "x" }) });

        observation.Text.Should().EndWith($"Output of the program:\n{plain}").And.Contain("main.py:fail was called once: 0 returned, 1 raised.").And.Contain("x at main.py:9 was 1");
    }

    [Fact]
    public async Task A_file_that_is_loaded_in_another_way_is_traced_all_the_same()
    {
        await using var tracing = new Tracing(python, "exec(compile(open('part.py').read(), 'part.py', 'exec'))\nprint(total([1, 2]))\n");
        tracing.Write("part.py", "def total(items):\n    result = sum(items)\n    return result\n");

        var observation = await tracing.Trace("part.py:total");

        observation.Text.Should().Contain("part.py:total was called once: 1 returned").And.Contain("result = 3  (new)");
    }
}
