namespace Tessera.Cli.Tests.Agents;

/// <summary>A small program with a fault, and the step that has a model repair it.</summary>
internal static class RepairProject
{
    public static void WriteTo(Workplace work)
    {
        work.File("project/total.py", "def total(prices):\n    result = 0\n    for price in prices[1:]:\n        result += price\n    return result\n");
        work.File("project/test_total.py", """
            import unittest
            from total import total

            class TotalTest(unittest.TestCase):
                def test_nothing(self):
                    self.assertEqual(total([]), 0)

                def test_sum(self):
                    self.assertEqual(total([1, 2, 3]), 6)

            """);
    }

    /// <summary>The step in a pipeline's words.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="model">The model, as a value of YAML; null for none.</param>
    /// <param name="agent">The agent.</param>
    public static string Step(string name, string? model, string agent = "{ uses: agent/tool-calling }") => $$"""
          {{name}}:
            uses: step/debug
            with:
              project: project
              readOnly: ["test_*.py"]
              maxSteps: 12
              tools: [{ uses: tool/view }, { uses: tool/rewrite }, { uses: tool/eval }, { uses: tool/submit }]
              agent: {{agent}}
        {{(model is null ? "" : $"      model: {model}")}}

        """;
}
