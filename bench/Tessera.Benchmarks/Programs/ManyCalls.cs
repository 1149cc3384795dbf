namespace Tessera.Benchmarks.Programs;

/// <summary>A program of about three million calls, each of which does next to nothing: what is done at each call costs the most here.</summary>
internal static class ManyCalls
{
    /// <summary>The line of <c>report</c>, which is called once, at the end.</summary>
    public static int LineOfReport { get; } = Array.FindIndex(Text.Split('\n'), line => line.Contains("return f", StringComparison.Ordinal)) + 1;

    public static IReadOnlyDictionary<string, string> Files { get; } = new Dictionary<string, string> { ["main.py"] = Text };

    private const string Text = """
        class Parser:
            def __init__(self, text):
                self.text = text
                self.at = 0

            def peek(self):
                return self.text[self.at]

            def take(self):
                letter = self.text[self.at]
                self.at += 1
                return letter

            def number(self):
                value = 0
                while self.peek().isdigit():
                    value = value * 10 + int(self.take())
                return value

            def factor(self):
                if self.peek() == "(":
                    self.take()
                    value = self.total()
                    self.take()
                    return value
                return self.number()

            def term(self):
                value = self.factor()
                while self.peek() == "*":
                    self.take()
                    value = value * self.factor() % 1000003
                return value

            def total(self):
                value = self.term()
                while self.peek() == "+":
                    self.take()
                    value += self.term()
                return value

        def report(value):
            return f"the value is {value}"

        def main():
            text = "(1+2*3)*4+56*7+(8*9+1)+" * 30 + "1;"
            result = 0
            for turn in range(1000):
                result = (result + Parser(text).total()) % 1000003
            print(report(result))

        main()

        """;
}
