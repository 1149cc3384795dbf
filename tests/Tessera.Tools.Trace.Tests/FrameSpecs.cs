using System.Text.Json.Nodes;

namespace Tessera.Tools.Trace.Tests;

/// <summary>What is shown of a call: arguments, changed values line by line, calls, and how it ended.</summary>
/// <param name="python">The interpreter.</param>
public abstract class FrameSpecs(string python)
{
    private const string Shop = """
        class Cart:
            def __init__(self):
                self.total = 0

        def price(amount, tax=2):
            gross = amount * tax
            return gross

        def checkout(amounts):
            cart = Cart()
            for amount in amounts:
                cart.total += price(amount)
            return cart.total

        print(checkout([1, 2, 3, 4, 5]))
        """;

    [Fact]
    public async Task A_call_is_shown_line_by_line_with_its_loops_folded()
    {
        await using var tracing = new Tracing(python, Shop);

        var observation = await tracing.Trace("main.py:checkout");

        observation.Failed.Should().BeFalse();
        observation.Text.ReplaceLineEndings("\n").Should().Be($$"""
            `{{python}} main.py` ended with exit code 0.

            main.py:checkout was called once: 1 returned, 0 raised. Called from main.py:<module>:15.

            main.py:checkout#1, called from main.py:<module>:15
                   amounts = [1, 2, 3, 4, 5]
               10  cart = Cart()
                     cart = Cart(total=0)  (new)
                     calls main.py:Cart.__init__<main.py:checkout#1:10.1
               11  for amount in amounts:
                     amount = 1  (new)
               12  cart.total += price(amount)
                     cart = Cart(total=2)
                     calls main.py:price<main.py:checkout#1:12.1
               11  for amount in amounts:
                     amount = 2
               12  cart.total += price(amount)
                     cart = Cart(total=6)
                     calls main.py:price<main.py:checkout#1:12.2
               11  for amount in amounts:  ... 4 times more
                     cart = Cart(total=30)
                     amount = 5
                     calls main.py:price<main.py:checkout#1:12.3, main.py:price<main.py:checkout#1:12.4, main.py:price<main.py:checkout#1:12.5
               13  return cart.total
              returned 30

            Output of the program:
            30

            """.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task A_call_that_a_trace_names_can_be_traced_next()
    {
        await using var tracing = new Tracing(python, Shop);

        var observation = await tracing.Trace("main.py:price<main.py:checkout#1:12.4");

        var frame = observation.Data!["functions"]![0]!["frames"]!.AsArray().Should().ContainSingle().Subject!;
        frame["arguments"]!.ToJsonString().Should().Be("""{"amount":"4","tax":"2"}""");
        frame["returned"]!.GetValue<string>().Should().Be("8");
    }

    [Theory]
    [InlineData("""{"calls": "2"}""", "1 2")]
    [InlineData("""{"calls": "last"}""", "5")]
    [InlineData("""{"when": {"expr": "amount > 3"}}""", "4 5")]
    [InlineData("""{"when": {"expr": "gross == 6", "at": "return"}}""", "3")]
    [InlineData("""{"when": {"expr": "no_such_name"}}""", "")]
    public async Task The_calls_that_are_shown_are_those_asked_for(string more, string amounts)
    {
        await using var tracing = new Tracing(python, Shop);

        var observation = await tracing.Trace(["main.py:price"], JsonNode.Parse(more)!.AsObject());

        var function = observation.Data!["functions"]![0]!;
        string.Join(' ', function["frames"]!.AsArray().Select(frame => (string)frame!["arguments"]!["amount"]!)).Should().Be(amounts);
        ((int)function["calls"]!).Should().Be(5);
    }

    [Fact]
    public async Task One_call_of_many_and_the_function_around_a_line()
    {
        await using var tracing = new Tracing(python, Shop);

        var observation = await tracing.Trace("main.py:price#3", "main.py:3");

        observation.Text.Should().Contain("main.py:price#3, called from main.py:checkout:12\n       amount = 3\n").And.Contain("main.py:Cart.__init__ was called once");
    }

    [Theory]
    [InlineData(1, "main.py:first")]
    [InlineData(2, "main.py:first")]
    [InlineData(5, "main.py:outer.<locals>.inner")]
    [InlineData(6, "main.py:outer")]
    [InlineData(7, "main.py:outer")]
    [InlineData(9, "main.py:<module>")]
    public async Task The_function_around_a_line_is_the_innermost(int line, string function)
    {
        await using var tracing = new Tracing(python, """
            def first():
                return 1

            def outer():
                def inner(): return 2
                found = [inner() for _ in range(3)]
                return sum(x for x in found)

            print(first(), outer())
            """);

        var observation = await tracing.Trace([$"main.py:{line}"], new JsonObject { ["evaluate"] = new JsonArray(new JsonObject { ["line"] = $"main.py:{line}", ["expr"] = "40 + 2" }) });

        ((string)observation.Data!["functions"]![0]!["function"]!).Should().Be(function);
        if (line is not 1 and not 5) observation.Text.Should().Contain("42");
    }

    [Fact]
    public async Task Expressions_are_evaluated_where_and_when_it_was_asked()
    {
        await using var tracing = new Tracing(python, Shop);

        var observation = await tracing.Trace(["main.py:price"], JsonNode.Parse("""
            {"evaluate": [{"line": "main.py:7", "expr": "gross + 100", "hit": 2}, {"line": "main.py:7", "expr": "1 / 0"}, {"line": "main.py:3", "expr": "1", "hit": 9}]}
            """)!.AsObject());

        observation.Text.Should().Contain("gross + 100 at main.py:7 was 104").And.Contain("1 / 0 at main.py:7 was ZeroDivisionError: division by zero")
            .And.Contain("1 at main.py:3 was not evaluated: the line was reached once.");
    }

    [Fact]
    public async Task Exceptions_generators_and_threads_are_shown_for_what_they_are()
    {
        await using var tracing = new Tracing(python, """
            import threading

            def check(x):
                if x > 1:
                    raise ValueError(f"too big: {x}")
                return x

            def squares(n):
                for i in range(n):
                    yield i * i

            def work():
                for x in squares(3):
                    try:
                        check(x)
                    except ValueError:
                        pass

            thread = threading.Thread(target=work)
            thread.start()
            thread.join()
            """);

        var raising = await tracing.Trace(["main.py:check"], new JsonObject { ["calls"] = "raising" });
        var generator = await tracing.Trace("main.py:squares", "main.py:work");

        raising.Text.Should().Contain("main.py:check was called 3 times: 2 returned, 1 raised.").And.Contain("main.py:check#3,").And.Contain("  raised ValueError: too big: 4 at line 5");
        generator.Text.Should().Contain("main.py:squares was called once: 1 returned, 0 raised.").And.Contain("yielded 1").And.Contain("main.py:work#1, called from threading.py:Thread.run:");
    }
}
